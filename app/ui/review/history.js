// The history of an answer, in a drawer: every verdict, change, tag and comment, with reviewer and time.
import { ask } from './panel.js';
import { L, asking, cardOf, current, find, h, props, say, state } from './screen.js';
import { tagName } from './side.js';
import { fill } from './text.js';

const when = (time) => new Date(time).toLocaleString(props.language === 'ja' ? 'ja-JP' : 'en-GB', { dateStyle: 'short', timeStyle: 'medium' });

function verdict(act) {
  const notes = [act.value !== 'withdrawn' && act.language_ok === false ? L.language_note : '',
    act.carried ? L.history_carried : '', act.value === 'withdrawn' ? '' : L[act.visible ? 'history_visible' : 'history_hidden']].filter(Boolean);
  return [h('span', { class: `rv-act ${act.value}` }, act.final ? `${L.final}: ${L[act.value]}` : L[act.value]), h('small', {}, notes.join(' · ')),
    act.comment ? h('q', { dir: 'auto', 'data-content': true }, act.comment) : null];
}

function annotation(act) {
  return [h('span', { class: 'rv-act' }, [...act.tags.map(tagName), act.score === null ? '' : fill(L.score_of, { score: act.score }), act.flagged ? L.flagged : '']
    .filter(Boolean).join(' · ') || L.history_nothing),
  act.draft ? h('q', { dir: 'auto', 'data-content': true }, fill(L.history_draft, { text: act.draft })) : null];
}

export async function openHistory() {
  const card = cardOf(current(), state.side);
  if (!card) return;
  const acts = await ask('read_history', asking({ item: card.id })).catch(() => null);
  if (!acts) { say('bad', L.load_failed); return; }
  find('history').replaceChildren(...acts.map((act) => h('li', {},
    h('div', { class: 'rv-acthead' }, h('b', { 'data-content': true }, act.reviewer), h('time', { datetime: act.time }, when(act.time))),
    act.kind === 'verdict' ? verdict(act) : annotation(act))));
  if (!acts.length) find('history').replaceChildren(h('li', { class: 'rv-none' }, L.history_empty));
  find('history-side').textContent = `${L.number} ${current().no} · ${L[`language_${card.language}`]}`;
  find('history-note').hidden = Boolean(card.said);
  find('history-dialog').showModal();
}
