// The rail: queues with counts, search, and a list that only ever holds the rows in sight.
const ROW = 34;
const sidesOf = (row) => LANGUAGES.map((language) => row.sides[language]).filter(Boolean);
const rowKey = (row) => sidesOf(row)[0].item_id;
const gradables = (row) => sidesOf(row).filter(gradable);
const needsMe = (row) => gradables(row).some((side) => !side.mine);
const doubt = (side) => (side.probability === null ? 0 : Math.abs(side.probability - 0.5));
const rowDoubt = (row) => Math.min(...gradables(row).filter((side) => !side.mine).map(doubt), 1);
const strayed = (side, language) => gradable(side) && !['none', 'mixed', language].includes(side.language);

const QUEUES = {
  all: () => true,
  unreviewed: needsMe,
  uncertain: (row) => rowDoubt(row) < 0.15, // the band that evaluators.UNCERTAIN names
  language: (row) => LANGUAGES.some((language) => strayed(row.sides[language], language)),
  disagree: (row) => sidesOf(row).some((side) => side.disagree),
  errors: (row) => sidesOf(row).some((side) => side.state === 'error'),
};

const plain = (text) => text.normalize('NFKC').toLowerCase();
const rowText = (row) => row.texts[props.language] || row.texts[other(props.language)] || '';
const inArm = (row) => !state.arm || row.arm_key === state.arm;

function matchesSearch(row) {
  const words = plain(state.search).split(/\s+/).filter(Boolean);
  const text = plain([row.no, row.type, row.texts.ja || '', row.texts.en || ''].join(' '));
  return words.every((word) => text.includes(word));
}

// `keep`: rows that stay in view although they no longer match (what was just graded does not jump away).
function buildView(keep) {
  const kept = new Set(keep);
  const match = (row) => inArm(row) && ((QUEUES[state.queue](row) && matchesSearch(row)) || kept.has(rowKey(row)));
  state.view = state.rows.filter(match);
  if (state.queue === 'uncertain' && !kept.size) state.view.sort((a, b) => rowDoubt(a) - rowDoubt(b));
  if (kept.size) {
    const order = new Map(keep.map((key, index) => [key, index]));
    const place = (row) => order.get(rowKey(row)) ?? keep.length;
    state.view.sort((a, b) => place(a) - place(b));
  }
}

function paintQueues() {
  const rows = state.rows.filter(inArm);
  find('queues').replaceChildren(...Object.keys(QUEUES).map((name) => h('button',
    { type: 'button', class: 'rv-queue', 'data-queue': name, 'aria-pressed': String(name === state.queue) },
    h('span', {}, L[`queue_${name}`]), h('i', {}, String(rows.filter(QUEUES[name]).length)))));
  find('fold-name').textContent = L[`queue_${state.queue}`];
  find('fold-count').textContent = String(rows.filter(QUEUES[state.queue]).length);
}

function paintProgress() {
  const rows = state.rows.filter((row) => inArm(row) && gradables(row).length);
  const done = rows.filter((row) => !needsMe(row)).length;
  const bar = find('bar');
  bar.setAttribute('aria-valuemax', rows.length);
  bar.setAttribute('aria-valuenow', done);
  bar.firstElementChild.style.width = `${rows.length ? (100 * done) / rows.length : 0}%`;
  const [before, after] = L.reviewed.split('{done}');
  find('count').replaceChildren(before, h('b', {}, String(done)), fill(after, { total: rows.length }));
}

const GLYPHS = { correct: '✓', incorrect: '✕', unsure: '?', language: 'L', error: '!', pending: '…', none: '' };

function dot(side, language) {
  if (!side) return h('i', { class: 'rv-dot absent' });
  let kind = side.mine || 'none';
  if (side.mine === 'correct' && side.mine_language_ok === false) kind = 'language';
  if (!gradable(side)) kind = side.state;
  const name = `${L[`language_${language}`]}: ${L[`dot_${kind}`]}`;
  return h('i', { class: `rv-dot ${kind}`, role: 'img', 'aria-label': name, title: name }, GLYPHS[kind]);
}

function listRow(row, position) {
  const letter = state.arms.length > 1 && !state.arm ? String.fromCharCode(65 + state.arms.findIndex((arm) => arm.key === row.arm_key)) : '';
  const node = h('div', { class: 'rv-row', role: 'option', id: `rv-row-${rowKey(row)}`, 'data-position': position,
    'aria-selected': String(position === state.at), 'aria-setsize': state.view.length, 'aria-posinset': position + 1 },
  h('small', { 'data-content': true }, row.no), h('span', { 'data-content': true }, rowText(row)),
  h('span', { class: 'rv-dots' }, letter ? h('em', { 'data-content': true }, letter) : null,
    LANGUAGES.map((language) => dot(row.sides[language], language))));
  node.style.top = `${position * ROW}px`;
  return node;
}

function paintList() {
  const list = find('list');
  const first = Math.max(0, Math.floor(list.scrollTop / ROW) - 5);
  const last = Math.min(state.view.length, Math.ceil((list.scrollTop + (list.clientHeight || 600)) / ROW) + 5);
  const space = h('div', { class: 'rv-space', role: 'presentation' }, state.view.slice(first, last).map((row, index) => listRow(row, first + index)));
  space.style.height = `${state.view.length * ROW}px`;
  list.replaceChildren(state.view.length ? space : h('p', { class: 'rv-nothing' }, L.nothing));
  const current = state.view[state.at];
  if (current) list.setAttribute('aria-activedescendant', `rv-row-${rowKey(current)}`);
  else list.removeAttribute('aria-activedescendant');
}

function revealRow() {
  const list = find('list');
  const top = state.at * ROW;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
  paintList();
}
