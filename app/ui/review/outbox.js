// Decisions leave one at a time, in order, and stay here until the server has said that they are on disk.
import { ABANDONED, PATIENCE, Pending } from './pending.js';
import { L, blinded, find, h, props, recall, remember, say, state, trigger } from './screen.js';
import { fill } from './text.js';

const KEPT = 'narabe.outbox.';
let pending = new Pending();
let timer = null;
let after = { settled: () => {}, dropped: () => {} };

export const newToken = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;

// `settled(ack, entry)`: the server has kept an entry; `dropped(entry)`: the reviewer gave it up.
export function openOutbox(hooks) {
  clearTimeout(timer);
  pending = new Pending();
  after = hooks;
}

export const waiting = () => pending.entries.length > 0;
export const undoable = (kept) => pending.undoable(kept);
export const waitsFor = (item) => pending.entries.some((entry) => entry.item === item);

// Kept by the browser under this tab's name, so that neither a reload nor a closed tab loses a decision.
function keep() {
  if (!recall('tab')) remember('tab', newToken());
  const key = KEPT + recall('tab');
  if (waiting()) localStorage.setItem(key, JSON.stringify({ at: Date.now(), entries: pending.entries }));
  else localStorage.removeItem(key);
}

// What this tab left behind at a reload, or another tab that is gone.
export function takeKept() {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(KEPT))) {
    const box = JSON.parse(localStorage.getItem(key));
    if (key === KEPT + recall('tab') || Date.now() - box.at > ABANDONED) {
      pending.takeOver(box.entries);
      localStorage.removeItem(key);
    }
  }
  keep();
}

export function enqueue(entry) {
  state.asked += 1;
  pending.add({ ...entry, token: newToken(), reviewer: state.reviewer, blind: blinded() });
  keep();
  flush();
}

export function flush() {
  const entry = pending.take();
  if (!entry) return;
  keep();
  if (find('failure').hidden) say('busy', L.saving);
  clearTimeout(timer);
  timer = setTimeout(() => postpone(fill(L.not_saved, { count: pending.entries.length })), PATIENCE);
  trigger(entry.kind, entry);
}

function postpone(text) {
  clearTimeout(timer);
  timer = setTimeout(flush, pending.postpone());
  fail(text);
}

function fail(text, stuck) {
  const again = h('button', { type: 'button' }, L.retry);
  again.addEventListener('click', () => { pending.release(); flush(); });
  const drop = h('button', { type: 'button' }, L.discard);
  drop.addEventListener('click', discard);
  const box = find('failure');
  box.replaceChildren(h('strong', {}, text), again, stuck ? drop : '');
  box.hidden = false;
  say('bad', L.unsaved);
}

function discard() {
  const dropped = pending.drop();
  keep();
  find('failure').hidden = true;
  say('idle', '');
  if (dropped) after.dropped(dropped);
  flush();
}

// `ack`: what the server says of one entry, with the item as it stands now.
export function acknowledged(ack) {
  const entry = pending.of(ack.token);
  if (!entry) return;
  clearTimeout(timer);
  if (!ack.ok && ack.again) { postpone(fill(L.kept_here, { reason: ack.message, count: pending.entries.length })); return; }
  pending.release();
  if (!ack.ok) { fail(fill(L.refused, { reason: ack.message }), true); return; }
  pending.name(entry, ack.verdict);
  pending.settle(entry);
  keep();
  find('failure').hidden = true;
  after.settled(ack, entry);
  const time = new Date(ack.time).toLocaleTimeString(props.language === 'ja' ? 'ja-JP' : 'en-GB');
  const said = { withdraw: L.undone, reference: entry.on ? L.reference_added : L.reference_taken }[entry.kind] || L.saved;
  if (entry.draft && entry.kind === 'annotate') { say('good', L.draft_kept); flush(); return; }
  if (ack.time) say('good', fill(said, { time }));
  else say('idle', L.nothing_to_undo);
  flush();
}
