// The review screen: what is open, how it moves, and what a decision does.
const state = {
  runs: [], run: null, arms: [], arm: '', rows: [], view: [], at: -1, side: 'ja', queue: 'unreviewed', search: '',
  reviewer: '', blind: localStorage.getItem('narabe.blind') === '1', lastAccepted: null, cards: new Map(), drafts: new Map(), asked: 0,
};
const remember = (name, value) => sessionStorage.setItem(`narabe.${name}`, value);
const recall = (name) => sessionStorage.getItem(`narabe.${name}`) || '';
const current = () => state.view[state.at];
const cardOf = (row, language) => row && row.sides[language] && state.cards.get(row.sides[language].item_id);
const article = (language) => find('pair').querySelector(`[data-language="${language}"]`);
const commentInput = (language) => article(language)?.querySelector('[data-comment]');
const hides = (card) => state.blind && !card.mine;

// Reads through the server's functions; whatever is no list is a failure.
async function ask(name, asked) {
  const reply = await server[name](asked);
  if (!Array.isArray(reply)) throw new Error(`${name}: ${JSON.stringify(reply)}`);
  return reply;
}

async function fetchCards(ids) {
  const missing = [...new Set(ids)].filter((id) => !state.cards.has(id));
  if (!missing.length) return;
  const cards = await ask('read_cards', { ids: missing, reviewer: state.reviewer });
  cards.forEach((card) => state.cards.set(card.id, card));
}

const idsAround = (position) => [0, 1, -1, 2, -2, 3].flatMap((offset) => {
  const row = state.view[position + offset];
  return row ? sidesOf(row).map((side) => side.item_id) : [];
});

async function show(position, side) {
  if (!state.view[position]) { paint(); return; }
  state.at = position;
  const row = current();
  const open = LANGUAGES.filter((language) => gradable(row.sides[language]) && !row.sides[language].mine);
  state.side = side || open[0] || LANGUAGES.find((language) => row.sides[language]);
  remember('item', rowKey(row));
  paint();
  const wanted = sidesOf(row).map((one) => one.item_id);
  if (wanted.some((id) => !state.cards.has(id))) {
    await fetchCards(wanted).catch(() => { if (current() === row) blank(L.load_failed); });
    if (current() === row && wanted.every((id) => state.cards.has(id))) { paintPair(); if (find('status').textContent === L.not_yet) say('idle', ''); }
  }
  fetchCards(idsAround(position)).catch(() => {});
}

const blank = (text) => find('pair').replaceChildren(...LANGUAGES.map((language) => emptySide(language, text)));

function step(by) {
  const position = Math.max(0, Math.min(state.view.length - 1, state.at + by));
  if (position !== state.at) show(position).then(() => find('pair').scrollIntoView({ block: 'nearest' }));
}

function paintPair() {
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

function paintFocus() {
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
  find('type').textContent = row ? row.type : '';
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

function paint() {
  paintTop();
  paintPair();
  paintQueues();
  paintProgress();
  paintNotice();
  revealRow();
}

function focusSide(language) {
  if (!current() || !current().sides[language]) return;
  state.side = language;
  paintFocus();
  article(language)?.scrollIntoView({ block: 'nearest', behavior: 'auto' });
}

function decide(choice, language = state.side) {
  const row = current();
  const card = cardOf(row, language);
  if (!card || !gradable(card)) { say('idle', card ? L.not_gradable : L.not_yet); return; }
  if (!state.reviewer) { askName(); return; }
  const already = chosen(card.mine).includes('language');
  let languageOk = card.language_ok;
  if (choice === 'language') languageOk = already;
  const comment = (commentInput(language)?.value ?? '').trim();
  send(card, choice === 'language' ? 'correct' : choice, languageOk, comment);
  state.side = language;
  advance(language);
}

function send(card, value, languageOk, comment) {
  const visible = !hides(card);
  const mine = { value, language_ok: languageOk, comment };
  adopt({ ...card, mine });
  state.drafts.delete(card.id);
  state.lastAccepted = null;
  enqueue({ kind: 'verdict', run: state.run, item: card.id, value, language_ok: languageOk, comment, visible });
}

// A card's new state, in the cache and in the list.
function adopt(card) {
  state.cards.set(card.id, card);
  const row = state.rows.find((one) => one.sides[card.language]?.item_id === card.id);
  if (!row) return row;
  const side = row.sides[card.language];
  side.mine = card.mine ? card.mine.value : null;
  side.mine_language_ok = card.mine ? card.mine.language_ok : null;
  side.disagree = card.disagree;
  if (row === current() && article(card.language)) {
    article(card.language).classList.toggle('rv-blinded', hides(card));
    paintVerdict(article(card.language), card);
  }
  return row;
}

function advance(language) {
  const row = current();
  const across = row.sides[other(language)];
  if (gradable(across) && !across.mine) { refreshRail(); focusSide(other(language)); return; }
  const after = [...state.view.keys()].map((index) => (state.at + 1 + index) % state.view.length);
  const next = after.find((index) => needsMe(state.view[index]));
  if (next === undefined) { paint(); return; }
  show(next).then(() => article(state.side)?.scrollIntoView({ block: 'nearest' }));
}

function refreshRail() {
  paintQueues();
  paintProgress();
  paintNotice();
  paintList();
}

// What the server says of an item after a decision; an undo leads back to it.
function settle(card, entry) {
  const row = adopt(card);
  refreshRail();
  if (entry.kind !== 'withdraw' || !row) return;
  let position = state.view.indexOf(row);
  if (position < 0) { state.queue = 'all'; state.search = find('search').value = ''; state.arm = ''; buildView([]); position = state.view.indexOf(row); }
  if (position === state.at) { focusSide(card.language); paintPair(); } else show(position, card.language);
}

function undo() {
  if (state.lastAccepted) { changeReference(state.lastAccepted, false); state.lastAccepted = null; return; }
  if (state.run && state.reviewer) enqueue({ kind: 'withdraw', run: state.run });
}

function saveComment(language) {
  const card = cardOf(current(), language);
  const input = commentInput(language);
  if (!card || !input) return;
  const comment = input.value.trim();
  if (card.mine && comment !== (card.mine.comment || '')) send(card, card.mine.value, card.mine.language_ok, comment);
  else if (!card.mine) state.drafts.set(card.id, input.value);
}
