// The history of an answer, in a drawer, or beside the answers where there is room: every verdict, change, tag and
// comment, with reviewer and time.
import { ask } from './listing.js';
import { L, asking, attached, cardOf, current, find, h, hooks, props, say, state } from './screen.js';
import { tagName } from './side.js';
import { fill } from './text.js';

const when = (time) => new Date(time).toLocaleString(props.language === 'ja' ? 'ja-JP' : 'en-GB', { dateStyle: 'short', timeStyle: 'medium' });

function verdict(act) {
  const notes = [act.value !== 'withdrawn' && act.language_ok === false ? L.language_note : '',
    act.carried ? L.history_carried : '', act.value === 'withdrawn' ? '' : L[act.visible ? 'history_visible' : 'history_hidden']].filter(Boolean);
  return [h('span', { class: `rv-act ${act.value}` }, act.final ? `${L.final}${L.colon}${L[act.value]}` : L[act.value]), h('small', {}, notes.join(' · ')),
    act.comment ? h('q', { dir: 'auto', 'data-content': true }, act.comment) : null];
}

function annotation(act) {
  return [h('span', { class: 'rv-act' }, [...act.tags.map(tagName), act.score === null ? '' : fill(L.score_of, { score: act.score }), act.flagged ? L.flagged : '']
    .filter(Boolean).join(' · ') || L.history_nothing),
  act.draft ? h('q', { dir: 'auto', 'data-content': true }, fill(L.history_draft, { text: act.draft })) : null];
}

const line = (act) => h('li', {},
  h('div', { class: 'rv-acthead' }, h('b', { 'data-content': true }, act.reviewer), h('time', { datetime: act.time }, when(act.time))),
  act.kind === 'verdict' ? verdict(act) : annotation(act));

const read = (card) => ask('read_history', asking({ item: card.id })).catch(() => null);

function paint(card, acts, { list, side, note }) {
  find(list).replaceChildren(...(acts.length ? acts.map(line) : [h('li', { class: 'rv-none' }, L.history_empty)]));
  find(side).textContent = `${L.number} ${current().no} · ${L[`language_${card.language}`]}`;
  find(note).hidden = Boolean(card.said);
}

export async function openHistory() {
  if (beside()) { await paintBeside(); find('beside').focus(); return; }
  const card = cardOf(current(), state.side);
  const acts = card && await read(card);
  if (!card || card !== cardOf(current(), state.side)) return;
  if (!acts) { say('bad', L.load_failed); return; }
  paint(card, acts, { list: 'history', side: 'history-side', note: 'history-note' });
  find('history-dialog').showModal();
}

const beside = () => attached() && find('beside').checkVisibility();
let due = null;

async function paintBeside() {
  const card = cardOf(current(), state.side);
  const acts = card && await read(card);
  if (!acts || card !== cardOf(current(), state.side)) return;
  paint(card, acts, { list: 'beside-history', side: 'beside-side', note: 'beside-note' });
}

// What stands beside the answers follows them, a moment later: whoever hurries through asks for none of it.
export function followAnswers() {
  hooks.shown = () => {
    clearTimeout(due);
    if (beside()) due = setTimeout(() => { if (beside()) paintBeside(); }, 200);
  };
  new ResizeObserver(() => hooks.shown()).observe(find('root'));
}
