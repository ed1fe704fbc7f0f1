// Decisions leave one at a time, in order, and stay here until the server has said that they are on disk.
const PATIENCE = 6000;
const ABANDONED = 60000;
const KEPT = 'narabe.outbox.';
const outbox = { entries: [], flying: null, timer: null, tries: 0 };

const newToken = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;

// Kept by the browser under this tab's name, so that neither a reload nor a closed tab loses a decision.
function keepOutbox() {
  if (!recall('tab')) remember('tab', newToken());
  const key = KEPT + recall('tab');
  if (outbox.entries.length) localStorage.setItem(key, JSON.stringify({ at: Date.now(), entries: outbox.entries }));
  else localStorage.removeItem(key);
}

// What this tab left behind at a reload, or another tab that is gone.
function takeKept() {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(KEPT))) {
    const box = JSON.parse(localStorage.getItem(key));
    if (key === KEPT + recall('tab') || Date.now() - box.at > ABANDONED) {
      outbox.entries.push(...box.entries.map((entry) => ({ ...entry, sent: true })));
      localStorage.removeItem(key);
    }
  }
  keepOutbox();
}

function say(kind, text) {
  find('status').replaceChildren(h('span', { class: `rv-said-${kind}` }, text));
}

function enqueue(entry) {
  state.asked += 1;
  outbox.entries.push({ ...entry, token: newToken(), reviewer: state.reviewer });
  keepOutbox();
  flush();
}

function flush() {
  if (outbox.flying || !outbox.entries.length) return;
  const entry = outbox.entries[0];
  outbox.flying = entry.token;
  if (find('failure').hidden) say('busy', L.saving);
  clearTimeout(outbox.timer);
  outbox.timer = setTimeout(unanswered, PATIENCE);
  const again = outbox.tries > 0 || entry.sent === true;
  entry.sent = true;
  keepOutbox();
  if (entry.kind === 'withdraw') trigger('withdraw', { ...entry, again });
  else if (entry.kind === 'reference') trigger('reference', { ...entry, again });
  else trigger('verdict', { ...entry, again });
}

function unanswered() { postpone(fill(L.not_saved, { count: outbox.entries.length })); }

function postpone(text) {
  outbox.flying = null;
  outbox.tries += 1;
  fail(text);
  clearTimeout(outbox.timer);
  outbox.timer = setTimeout(flush, Math.min(15000, 1000 * 2 ** outbox.tries));
}

function fail(text, stuck) {
  const again = h('button', { type: 'button' }, L.retry);
  again.addEventListener('click', () => { outbox.flying = null; flush(); });
  const drop = h('button', { type: 'button' }, L.discard);
  drop.addEventListener('click', discard);
  const box = find('failure');
  box.replaceChildren(h('strong', {}, text), again, stuck ? drop : '');
  box.hidden = false;
  say('bad', L.unsaved);
}

function discard() {
  const dropped = outbox.entries.shift();
  outbox.flying = null;
  outbox.tries = 0;
  keepOutbox();
  find('failure').hidden = true;
  say('idle', '');
  if (dropped) { state.cards.delete(dropped.item); refresh(); }
  flush();
}

// `ack`: what the server says of one entry, with the item as it stands now.
function acknowledged(ack) {
  const entry = outbox.entries.find((one) => one.token === ack.token);
  if (!entry) return;
  clearTimeout(outbox.timer);
  outbox.flying = null;
  if (!ack.ok && ack.again) { postpone(fill(L.kept_here, { reason: ack.message, count: outbox.entries.length })); return; }
  if (!ack.ok) { fail(fill(L.refused, { reason: ack.message }), true); return; }
  outbox.entries = outbox.entries.filter((one) => one !== entry);
  outbox.tries = 0;
  keepOutbox();
  find('failure').hidden = true;
  if (ack.card && entry.kind === 'reference') settleReference(ack.card, entry);
  else if (ack.card) settle(ack.card, entry);
  else refresh();
  const time = new Date(ack.time).toLocaleTimeString(props.language === 'ja' ? 'ja-JP' : 'en-GB');
  const said = { withdraw: L.undone, reference: entry.on ? L.reference_added : L.reference_taken }[entry.kind] || L.saved;
  if (ack.time) say('good', fill(said, { time }));
  else say('idle', L.nothing_to_undo);
  flush();
}
