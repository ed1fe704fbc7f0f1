// The rail: queues with counts, search, and a list that only ever holds the rows in sight.
import { active } from './filters.js';
import { QUEUES } from './queues.js';
import { gradable, rowKey } from './rows.js';
import { L, blinded, current, find, h, props, sampleOf, shared, state } from './screen.js';
import { LANGUAGES, fill, other } from './text.js';

const ROW = window.matchMedia('(pointer: coarse)').matches ? 44 : 34; // fingers need room
const rowText = (row) => row.texts[props.language] || row.texts[other(props.language)] || '';

// Every row of the run, whatever was chosen in the rail.
export function showAll() {
  Object.assign(state, { queue: 'all', search: '', arm: '', filters: {} });
  find('search').value = '';
}

const USUAL = ['all', 'unreviewed', 'uncertain', 'language', 'disagree', 'errors'];
const nameOf = (queue, sample) => (sample ? fill(L.sample_queue, sample) : L[`queue_${queue}`]);

// The queues by name, with how many rows are in each; those that are not for everyone only while they hold something.
function queues() {
  const samples = (state.review?.samples || []).map((sample) => [sample.source, sample]);
  return [...Object.keys(QUEUES).map((name) => [name, null]), ...samples].map(([name, sample]) => {
    const count = state.counts?.queues[name] ?? 0;
    return { name, title: nameOf(name, sample), count, sample };
  }).filter(({ name, count, sample }) => sample || count || name === state.queue
    || (USUAL.includes(name) && !(name === 'uncertain' && blinded())));
}

export function paintQueues() {
  const shown = queues();
  find('queues').replaceChildren(...shown.map(({ name, title, count, sample }) => h('button',
    { type: 'button', class: 'rv-queue', 'data-queue': name, 'aria-pressed': String(name === state.queue && !state.search) },
    h('span', {}, title), h('i', {}, sample && !count ? '✓' : String(count)))));
  const open = shown.find(({ name }) => name === state.queue);
  find('fold-name').textContent = open ? open.title : '';
  find('fold-count').textContent = open ? String(open.count) : '';
  find('filter').setAttribute('data-active', String(active(state.filters)));
  find('filter-count').textContent = active(state.filters) || '';
}

// Who oversees a run sees how far everyone is.
function overseen() {
  const { oversees, progress: all, mode, reviewers_each: each } = state.review || {};
  if (!oversees || all.missing === null) return null;
  const total = all.questions * (mode === 'split' ? 1 : each);
  return { done: total - all.missing, total };
}

export function paintProgress() {
  const { done, total } = overseen() || state.counts?.progress[sampleOf(state.queue) ? state.queue : ''] || { done: 0, total: 0 };
  const bar = find('bar');
  bar.setAttribute('aria-valuemax', total);
  bar.setAttribute('aria-valuenow', done);
  bar.firstElementChild.style.width = `${total ? (100 * done) / total : 0}%`;
  const { missing } = state.review?.progress || {};
  const [before, after] = (shared() && missing && !overseen() ? L.reviewed_shared : L.reviewed).split('{done}');
  find('count').replaceChildren(before, h('b', {}, String(done)), fill(after, { total, missing }));
}

const GLYPHS = { correct: '✓', incorrect: '✕', unsure: '?', language: 'L', error: '!', pending: '…', none: '' };

function dot(side, language) {
  if (!side) return h('i', { class: 'rv-dot absent' });
  let kind = side.mine || 'none';
  const stray = side.mine && side.mine_language_ok === false;
  if (side.mine === 'correct' && stray) kind = 'language';
  if (!gradable(side)) kind = side.state;
  const said = [L[`dot_${kind}`], stray && kind !== 'language' ? L.language_note : '', side.flagged ? L.flagged : ''].filter(Boolean);
  const name = `${L[`language_${language}`]}${L.colon}${said.join(', ')}`;
  return h('i', { class: `rv-dot ${kind}${stray ? ' stray' : ''}${side.flagged ? ' flagged' : ''}`, role: 'img', 'aria-label': name, title: name }, GLYPHS[kind]);
}

// A row that was not read yet: its place is there.
function blankRow(position) {
  const node = h('div', { class: 'rv-row', role: 'option', 'data-position': position, 'aria-selected': 'false', 'aria-busy': 'true', 'aria-setsize': state.view.length, 'aria-posinset': position + 1 }, '…');
  node.style.top = `${position * ROW}px`;
  return node;
}

function listRow(key, position) {
  const row = state.rows.get(key);
  if (!row) return blankRow(position);
  const letter = state.arms.length > 1 && !state.arm && row.arm_key ? String.fromCharCode(65 + state.arms.findIndex((arm) => arm.key === row.arm_key)) : '';
  const node = h('div', { class: 'rv-row', role: 'option', id: `rv-row-${rowKey(row)}`, 'data-position': position,
    'aria-selected': String(position === state.at), 'aria-setsize': state.view.length, 'aria-posinset': position + 1 },
  h('small', { 'data-content': true, title: row.no.length > 9 ? row.no : null }, row.no), h('span', { 'data-content': true }, rowText(row)),
  h('span', { class: 'rv-dots' }, letter ? h('em', { 'data-content': true }, letter) : null,
    LANGUAGES.map((language) => dot(row.sides[language], language))));
  node.style.top = `${position * ROW}px`;
  return node;
}

// The places of the rows in sight, and of a few before and after them.
function sight() {
  const list = find('list');
  const first = Math.max(0, Math.floor(list.scrollTop / ROW) - 5);
  return [first, Math.min(state.view.length, Math.ceil((list.scrollTop + (list.clientHeight || 600)) / ROW) + 5)];
}

export const keysInSight = () => state.view.slice(...sight());

export function paintList() {
  const list = find('list');
  const [first, last] = sight();
  const space = h('div', { class: 'rv-space', role: 'presentation' }, state.view.slice(first, last).map((key, index) => listRow(key, first + index)));
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
