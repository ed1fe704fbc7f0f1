// The rail: queues with counts, search, and a list that only ever holds the rows in sight.
import { QUEUES, gradable, inArm, listed, progress, rowKey } from './queues.js';
import { L, find, h, current, props, state } from './screen.js';
import { LANGUAGES, fill, other } from './text.js';

const ROW = 34;
const rowText = (row) => row.texts[props.language] || row.texts[other(props.language)] || '';

// `kept`: keys of rows that stay in view although they no longer match.
export function buildView(kept) {
  state.view = listed(state.rows, state, kept);
}

// Every row of the run, whatever was chosen in the rail.
export function showAll() {
  Object.assign(state, { queue: 'all', search: '', arm: '' });
  find('search').value = '';
}

export function paintQueues() {
  const rows = state.rows.filter((row) => inArm(row, state.arm));
  find('queues').replaceChildren(...Object.keys(QUEUES).map((name) => h('button',
    { type: 'button', class: 'rv-queue', 'data-queue': name, 'aria-pressed': String(name === state.queue) },
    h('span', {}, L[`queue_${name}`]), h('i', {}, String(rows.filter(QUEUES[name]).length)))));
  find('fold-name').textContent = L[`queue_${state.queue}`];
  find('fold-count').textContent = String(rows.filter(QUEUES[state.queue]).length);
}

export function paintProgress() {
  const { done, total } = progress(state.rows.filter((row) => inArm(row, state.arm)));
  const bar = find('bar');
  bar.setAttribute('aria-valuemax', total);
  bar.setAttribute('aria-valuenow', done);
  bar.firstElementChild.style.width = `${total ? (100 * done) / total : 0}%`;
  const [before, after] = L.reviewed.split('{done}');
  find('count').replaceChildren(before, h('b', {}, String(done)), fill(after, { total }));
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
  h('small', { 'data-content': true, title: row.no.length > 9 ? row.no : null }, row.no), h('span', { 'data-content': true }, rowText(row)),
  h('span', { class: 'rv-dots' }, letter ? h('em', { 'data-content': true }, letter) : null,
    LANGUAGES.map((language) => dot(row.sides[language], language))));
  node.style.top = `${position * ROW}px`;
  return node;
}

export function paintList() {
  const list = find('list');
  const first = Math.max(0, Math.floor(list.scrollTop / ROW) - 5);
  const last = Math.min(state.view.length, Math.ceil((list.scrollTop + (list.clientHeight || 600)) / ROW) + 5);
  const space = h('div', { class: 'rv-space', role: 'presentation' }, state.view.slice(first, last).map((row, index) => listRow(row, first + index)));
  space.style.height = `${state.view.length * ROW}px`;
  list.replaceChildren(state.view.length ? space : h('p', { class: 'rv-nothing' }, L.nothing));
  const row = current();
  if (row) list.setAttribute('aria-activedescendant', `rv-row-${rowKey(row)}`);
  else list.removeAttribute('aria-activedescendant');
}

export function revealRow() {
  const list = find('list');
  const top = state.at * ROW;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
  paintList();
}
