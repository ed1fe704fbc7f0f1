// The pair of answers that is open: read, painted, and moved through.
import { place } from '../address.js';
import { buildView, paintList, paintProgress, paintQueues, revealRow } from './list.js';
import { gradable, needsMe, rowKey, sidesOf } from './queues.js';
import { L, article, cardOf, current, element, find, h, hides, idsOf, remember, say, server, state } from './screen.js';
import { emptySide, paintVerdict, renderSide } from './side.js';
import { LANGUAGES, fill } from './text.js';

// Reads through the server's functions; whatever is no list is a failure.
export async function ask(name, asked) {
  const reply = await server[name](asked);
  if (!Array.isArray(reply)) throw new Error(`${name}: ${JSON.stringify(reply)}`);
  return reply;
}

export async function fetchCards(ids) {
  const missing = [...new Set(ids)].filter((id) => !state.cards.has(id));
  if (!missing.length) return;
  const cards = await ask('read_cards', { ids: missing, reviewer: state.reviewer });
  cards.forEach((card) => state.cards.set(card.id, card));
}

export const idsAround = (position) => [0, 1, -1, 2, -2, 3].flatMap((offset) => {
  const row = state.view[position + offset];
  return row ? idsOf(row) : [];
});

export async function show(position, side) {
  if (!state.view[position]) { paint(); return; }
  state.at = position;
  const row = current();
  const open = LANGUAGES.filter((language) => gradable(row.sides[language]) && !row.sides[language].mine);
  state.side = side || open[0] || LANGUAGES.find((language) => row.sides[language]);
  remember('item', rowKey(row));
  placeRow();
  paint();
  const wanted = idsOf(row);
  if (wanted.some((id) => !state.cards.has(id))) {
    await fetchCards(wanted).catch(() => { if (current() === row) blank(L.load_failed); });
    if (current() === row && wanted.every((id) => state.cards.has(id))) { paintPair(); if (find('status').textContent === L.not_yet) say('idle', ''); }
  }
  fetchCards(idsAround(position)).catch(() => {});
}

// The question that is open stands in the address while the screen is in sight.
export function placeRow() {
  const row = current();
  if (!row || !element.offsetParent) return;
  place({ run: state.run, no: row.no, arm: state.arms.length > 1 ? row.arm_key.slice(0, 8) : '', side: '' });
}

const blank = (text) => find('pair').replaceChildren(...LANGUAGES.map((language) => emptySide(language, text)));

export function step(by) {
  const position = Math.max(0, Math.min(state.view.length - 1, state.at + by));
  if (position !== state.at) show(position).then(() => find('pair').scrollIntoView({ block: 'nearest' }));
}

export function paintPair() {
  const row = current();
  const inside = find('pair').contains(document.activeElement);
  find('pair').replaceChildren(...LANGUAGES.map((language) => {
    if (!row) return '';
    if (!row.sides[language]) return emptySide(language, L.not_asked);
    const card = cardOf(row, language);
    if (!card) return emptySide(language, '');
    const draft = state.drafts.get(card.id) ?? card.mine?.comment ?? '';
    const node = renderSide(card, draft);
    node.classList.toggle('rv-blinded', hides(card));
    paintVerdict(node, card);
    return node;
  }));
  paintFocus();
  if (inside) article(state.side)?.focus({ preventScroll: true });
}

export function paintFocus() {
  LANGUAGES.forEach((language) => {
    const node = article(language);
    if (!node) return;
    node.classList.toggle('rv-focus', language === state.side);
    node.setAttribute('aria-current', String(language === state.side));
  });
}

function paintTop() {
  const row = current();
  find('no').replaceChildren(...(row ? [`${L.number} `, h('span', { 'data-content': true }, row.no)] : []));
  find('no').title = row ? row.no : '';
  find('type').textContent = find('type').title = row ? row.type : '';
  find('type').hidden = !row || !row.type;
  paintArms(row);
}

function paintArms(row) {
  const box = find('arms');
  const veiled = row && sidesOf(row).some((side) => gradable(side) && !side.mine) && state.blind;
  const name = (arm, index) => (state.arms.length > 1 ? `${String.fromCharCode(65 + index)} · ${arm.label}` : arm.label);
  const names = new Map(state.arms.map((arm, index) => [arm.key, name(arm, index)]));
  const label = row && names.get(row.arm_key);
  if (state.arms.length < 2) {
    box.replaceChildren(label && !veiled ? h('span', { class: 'rv-chip', 'data-content': true }, label) : '');
    return;
  }
  const options = [h('option', { value: '' }, fill(L.all_arms, { count: state.arms.length })),
    ...[...names].map(([key, text]) => h('option', { value: key, 'data-content': true }, text))];
  const select = h('select', { class: 'rv-chip', 'aria-label': L.arm }, options);
  select.value = state.arm;
  select.addEventListener('change', () => { state.arm = select.value; rebuild(); });
  box.replaceChildren(select, label && !state.arm && !veiled ? h('span', { class: 'rv-chip', 'data-content': true }, label) : '');
}

function paintNotice() {
  const notice = find('notice');
  let text = '';
  if (!state.runs.length) text = L.no_runs;
  else if (!state.rows.length) text = L.no_items;
  else if (!state.view.length) text = state.queue === 'unreviewed' && !state.search ? L.all_done : L.nothing;
  else if (state.queue === 'unreviewed' && !state.view.some(needsMe)) text = L.all_done;
  notice.hidden = !text;
  notice.textContent = text;
  find('foot').hidden = !state.rows.length;
  find('root').classList.toggle('rv-without-run', !state.runs.length);
}

export function paint() {
  paintTop();
  paintPair();
  paintQueues();
  paintProgress();
  paintNotice();
  revealRow();
}

export function focusSide(language) {
  if (!current() || !current().sides[language]) return;
  state.side = language;
  paintFocus();
  article(language)?.scrollIntoView({ block: 'nearest', behavior: 'auto' });
}

export function refreshRail() {
  paintQueues();
  paintProgress();
  paintNotice();
  paintList();
}

// A card's new state, in the cache and in the list.
export function adopt(card) {
  state.cards.set(card.id, card);
  const row = state.rows.find((one) => one.sides[card.language]?.item_id === card.id);
  if (!row) return row;
  const side = row.sides[card.language];
  side.mine = card.mine ? card.mine.value : null;
  side.mine_language_ok = card.mine ? card.mine.language_ok : null;
  side.mine_id = card.mine?.id ?? null;
  side.disagree = card.disagree;
  if (row === current() && article(card.language)) {
    article(card.language).classList.toggle('rv-blinded', hides(card));
    paintVerdict(article(card.language), card);
  }
  return row;
}

// The list anew, as chosen in the rail, open at `item` or at the first question that waits.
export function rebuild(item, side) {
  buildView([]);
  const wanted = state.view.findIndex((row) => sidesOf(row).some((side) => side.item_id === item));
  const open = state.view.findIndex(needsMe);
  state.at = -1;
  find('list').scrollTop = 0;
  show(Math.max(wanted >= 0 ? wanted : open, 0), side);
}
