// The pair of answers that is open: read, painted, and moved through.
import { place } from '../address.js';
import { keysInSight, paintList, paintProgress, paintQueues, revealRow } from './list.js';
import { ask, change, disputed, readAround, readList, readRows, rowOf, waits } from './listing.js';
import { following } from './queues.js';
import { gradable, rowKey } from './rows.js';
import { L, article, asking, blinded, cardOf, commentInput, current, element, find, h, hooks, idsOf, remember, sampleOf, say, shared, state } from './screen.js';
import { emptySide, finalOpen, paintVerdict, renderSide } from './side.js';
import { LANGUAGES, fill } from './text.js';

// Reads the cards that are not there, those on their way only once.
export async function fetchCards(ids) {
  const { cards, coming } = state;
  const wanted = [...new Set(ids)].filter((id) => !cards.has(id));
  const missing = wanted.filter((id) => !coming.has(id));
  if (missing.length) {
    const reply = ask('read_cards', asking({ ids: missing }))
      .then((read) => read.forEach((card) => cards.set(card.id, card)))
      .finally(() => missing.forEach((id) => coming.delete(id)));
    missing.forEach((id) => coming.set(id, reply));
  }
  await Promise.all(wanted.map((id) => coming.get(id)));
}

export const idsAround = (position) => [0, 1, -1, 2, -2, 3].flatMap((offset) => {
  const row = state.rows.get(state.view[position + offset]);
  return row ? idsOf(row) : [];
});

export async function show(position, side) {
  if (state.view[position] === undefined) { paint(); hooks.ready(); return; }
  state.at = position;
  state.choice = null;
  if (!current() && !await rowRead()) return;
  const row = current();
  const sideWaits = (one) => (state.queue === 'adjudicate' ? one?.adjudicable : gradable(one) && !one.mine);
  const open = LANGUAGES.filter((language) => sideWaits(row.sides[language]));
  state.side = side || open[0] || LANGUAGES.find((language) => row.sides[language]);
  remember('item', rowKey(row));
  find('announced').textContent = `${L.number} ${row.no}${L.colon}${row.texts[state.side] || ''}`;
  placeRow();
  paint();
  const wanted = idsOf(row);
  if (wanted.some((id) => !state.cards.has(id))) {
    await fetchCards(wanted).catch(() => { if (current() === row) { blank(L.load_failed); hooks.failed(); } });
    if (current() === row && read()) paintPair();
  }
  hooks.ready();
  fetchCards(idsAround(position)).catch(() => {});
  readAround(position).then(() => fetchCards(idsAround(state.at))).catch(() => {});
}

// Reads the row that is to be open; whether it still is, and is there.
async function rowRead() {
  const key = state.view[state.at];
  paint();
  blank('');
  const failed = await readAround(state.at).catch(() => true);
  if (failed && state.view[state.at] === key) { blank(L.load_failed); hooks.failed(); }
  return state.view[state.at] === key && Boolean(current());
}

// The question that is open stands in the address while the screen is in sight.
export function placeRow() {
  const row = current();
  if (!row || !element.offsetParent) return;
  place({ run: state.run, no: row.no, arm: state.arms.length > 1 ? row.arm_key.slice(0, 8) : '', side: '' });
}

const blank = (text) => find('pair').replaceChildren(...LANGUAGES.map((language) => emptySide(language, text)));

// Whether what is open stands there, so that a key can be about it.
const read = () => state.view[state.at] === undefined || (Boolean(current()) && idsOf(current()).every((id) => state.cards.has(id)));
export const loaded = () => !state.loading && !state.reading && read();

// What is taller than the screen begins at its top, so that one question lies where the one before it lay.
export const reveal = (node) => node?.scrollIntoView({ block: node.offsetHeight > window.innerHeight - 140 ? 'start' : 'nearest' });

export function step(by) {
  const position = Math.max(0, Math.min(state.view.length - 1, state.at + by));
  if (position !== state.at) show(position).then(() => reveal(find('pair')));
}

export function paintPair() {
  const row = current();
  const inside = find('pair').contains(document.activeElement);
  const typed = typing();
  state.painting = true; // a field that is taken out of the page is not left by the reviewer
  find('pair').replaceChildren(...LANGUAGES.map((language) => {
    if (!row) return '';
    if (!row.sides[language]) return emptySide(language, L.not_asked);
    const card = cardOf(row, language);
    if (!card) return emptySide(language, '');
    const node = renderSide(card, commentOf(card), { adjudicating: adjudicating(card) });
    node.classList.toggle('rv-blinded', !card.revealed);
    paintVerdict(node, card, { adjudicating: adjudicating(card), choice: state.choice });
    return node;
  }));
  state.painting = false;
  paintFocus();
  if (typed && row && commentInput(typed.language)) typed.restore(commentInput(typed.language));
  else if (inside) article(state.side)?.focus({ preventScroll: true });
}

// A comment that is being typed outlives a new painting, with its caret.
function typing() {
  const input = document.activeElement;
  if (!input?.matches('[data-comment]') || !find('pair').contains(input)) return null;
  const { value, selectionStart, selectionEnd } = input;
  const { item } = input.dataset;
  return {
    language: input.closest('[data-language]').dataset.language,
    restore(next) {
      if (next.dataset.item !== item) return;
      next.value = value;
      next.focus({ preventScroll: true });
      next.setSelectionRange(selectionStart, selectionEnd);
    },
  };
}

// Whether keys give the final verdict on this card.
export const adjudicating = (card) => state.queue === 'adjudicate' && !state.search && finalOpen(card);

function commentOf(card) {
  if (adjudicating(card)) return state.drafts.get(`final ${card.id}`) ?? card.said.final?.comment ?? '';
  return state.drafts.get(card.id) ?? (card.annotation.draft || card.mine?.comment || '');
}

export function paintFocus() {
  LANGUAGES.forEach((language) => {
    const node = article(language);
    if (!node) return;
    node.classList.toggle('rv-focus', language === state.side);
    node.setAttribute('aria-current', String(language === state.side));
  });
  hooks.shown();
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
  const veiled = blinded() && (!row || !row.arm_key);
  const revealed = row && LANGUAGES.map((language) => cardOf(row, language)?.arm).find(Boolean);
  const name = (arm, index) => (state.arms.length > 1 ? `${String.fromCharCode(65 + index)} · ${arm.label}` : arm.label);
  const names = new Map(state.arms.map((arm, index) => [arm.key, name(arm, index)]));
  const label = row && (blinded() ? revealed : names.get(row.arm_key));
  if (state.arms.length < 2 || blinded()) {
    box.replaceChildren(label && !veiled ? h('span', { class: 'rv-chip', 'data-content': true }, label) : '');
    return;
  }
  const options = [h('option', { value: '' }, fill(L.all_arms, { count: state.arms.length })),
    ...[...names].map(([key, text]) => h('option', { value: key, 'data-content': true }, text))];
  const select = h('select', { class: 'rv-chip', 'aria-label': L.arm }, options);
  select.value = state.arm;
  select.addEventListener('change', () => { state.arm = select.value; rebuild(null, undefined, true).catch(() => {}); });
  box.replaceChildren(select, label && !state.arm && !veiled ? h('span', { class: 'rv-chip', 'data-content': true }, label) : '');
}

// What is said above the answers: that a queue is done, or that there is nothing in it.
function said() {
  const sample = sampleOf(state.queue);
  if (state.search) return state.view.length ? '' : L.nothing;
  if (sample && state.counts && !state.counts.queues[sample.source]) return fill(L.sample_done, { n: sample.rows.length });
  if (state.queue === 'adjudicate' && !state.view.some(disputed)) return L.adjudicated_all;
  if (state.queue === 'unreviewed' && following(state.view, state.at, waits) === undefined) {
    if (state.review && !state.review.grades) return state.review.oversees ? L.you_oversee : L.not_in_team;
    return shared() && state.review.progress.missing ? L.share_done : L.all_done;
  }
  return state.view.length ? '' : L.nothing;
}

const rowsThere = () => Boolean(state.counts?.queues.all);

function paintNotice() {
  const notice = find('notice');
  let text = '';
  if (!state.runs.length) text = L.no_runs;
  else if (!rowsThere()) text = L.no_items;
  else text = said();
  notice.hidden = !text;
  notice.textContent = text;
  find('foot').hidden = !rowsThere();
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
  reveal(article(language));
}

export function refreshRail() {
  paintQueues();
  paintProgress();
  paintNotice();
  paintList();
}

// What is painted anew leaves the side that is open where it lies on the screen.
function steady(painting) {
  const top = () => article(state.side)?.getBoundingClientRect().top ?? 0;
  const before = top();
  painting();
  window.scrollBy(0, top() - before);
}

// A card's new state, in the cache and in the list.
export function adopt(card) {
  const shown = state.cards.get(card.id);
  state.cards.set(card.id, card);
  state.given = state.given.filter(({ item }) => item !== card.id);
  [card.mine?.id, ownFinal(card)].filter(Boolean).forEach((id) => state.given.push({ id, item: card.id }));
  const row = rowOf(card.id);
  if (!row) return row;
  change(row, () => adoptSide(card, row, row.sides[card.language]));
  if (row !== current() || !article(card.language)) return row;
  hooks.shown();
  steady(() => {
    if (shown && shown.revealed === card.revealed && Boolean(shown.said) === Boolean(card.said)) {
      paintVerdict(article(card.language), card, { adjudicating: adjudicating(card), choice: state.choice });
    } else { paintTop(); paintPair(); }
  });
  return row;
}

const ownFinal = (card) => (card.said?.final?.reviewer === state.reviewer ? card.said.final.id : null);

function adoptSide(card, row, side) {
  side.mine = card.mine ? card.mine.value : null;
  side.mine_language_ok = card.mine ? card.mine.language_ok : null;
  side.mine_id = card.mine?.id ?? null;
  side.tags = card.annotation.tags;
  side.score = card.annotation.score;
  side.flagged = card.annotation.flagged;
  side.disagree = Boolean(card.said?.disagree);
  side.final = card.said?.final?.value ?? null;
  side.final_id = ownFinal(card);
  side.adjudicable = side.disagree && !side.final && card.adjudicable;
  if (card.revealed) Object.assign(side, { state: card.state, probability: card.judgement?.probability ?? null, similarity: card.similarity });
  row.arm_key = card.arm_key || row.arm_key;
}

// The list anew, as chosen in the rail, open at `item`, or at the first question that waits; `counts`: and the queues';
// `first`: open at its first question. Keys wait meanwhile.
export async function rebuild(item, side, counts, first) {
  state.reading = true;
  let place;
  try {
    place = await readList(item, counts);
  } catch (error) {
    state.reading = false;
    hooks.failed();
    throw error;
  }
  if (place === null) return;
  state.reading = false;
  state.at = -1;
  find('list').scrollTop = 0;
  await show(first ? 0 : place, side);
}

// Rows of the list that came in sight.
export async function readSight() {
  const keys = keysInSight().filter((key) => !state.rows.has(key));
  if (!keys.length) return;
  await readRows(keys);
  paintList();
}
