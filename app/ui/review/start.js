// Opening a run, the reviewer's name, and every listener that is set once.
async function loadRuns() {
  state.runs = await ask('read_runs', {});
  const select = find('run');
  select.replaceChildren(...state.runs.map((run) => h('option', { value: run.id }, run.name)));
  if (state.run) select.value = state.run;
}

async function openRun(id) {
  const run = state.runs.find((one) => one.id === id) || state.runs[0];
  if (!run) { state.rows = []; state.view = []; state.at = -1; paint(); return; }
  state.run = run.id;
  state.arms = run.arms;
  state.arm = '';
  find('run').value = run.id;
  find('run').title = run.name;
  remember('run', run.id);
  await loadIndex();
  rebuild(Number(recall('item')));
}

// The list as the server has it; null when it was overtaken by a decision or by a later request.
async function readIndex() {
  const ticket = ++state.asked;
  const rows = await ask('read_index', { run: state.run, reviewer: state.reviewer });
  return ticket === state.asked ? rows.filter((row) => sidesOf(row).length) : null;
}

async function loadIndex() {
  const rows = await readIndex();
  if (rows) state.rows = rows;
}

function rebuild(item) {
  buildView([]);
  const wanted = state.view.findIndex((row) => sidesOf(row).some((side) => side.item_id === item));
  const open = state.view.findIndex(needsMe);
  state.at = -1;
  find('list').scrollTop = 0;
  show(Math.max(wanted >= 0 ? wanted : open, 0));
}

const idle = () => !outbox.entries.length && !document.activeElement?.closest('[data-comment]');

// New answers and other people's verdicts, without moving what the reviewer looks at or types.
async function refresh() {
  if (!state.run || !idle()) return;
  if (busy()) await loadRuns();
  const rows = await readIndex();
  if (!rows || !idle()) return;
  const here = current() && rowKey(current());
  const seen = state.view.map(rowKey);
  state.rows = rows;
  buildView(seen);
  state.at = state.view.findIndex((row) => rowKey(row) === here);
  if (state.at < 0) { state.cards.clear(); rebuild(); return; }
  refreshRail();
  await refreshCards();
}

async function refreshCards() {
  const row = current();
  const ids = sidesOf(row).map((side) => side.item_id);
  const old = JSON.stringify(ids.map((id) => state.cards.get(id)));
  const ticket = state.asked;
  const cards = await ask('read_cards', { ids, reviewer: state.reviewer });
  if (ticket !== state.asked || current() !== row || !idle()) return;
  state.cards.clear();
  cards.forEach((card) => state.cards.set(card.id, card));
  if (JSON.stringify(cards) !== old) paintPair();
  fetchCards(idsAround(state.at)).catch(() => {});
}

async function appear() {
  await loadRuns();
  if (!state.run || !state.runs.some((run) => run.id === state.run)) await openRun(recall('run'));
  else await refresh();
  if (!state.reviewer && state.runs.length) askName();
}

function paintName() {
  const chip = document.querySelector('[data-nb-who]');
  if (!chip) return;
  chip.textContent = state.reviewer;
  chip.title = L.name_change;
  chip.hidden = !state.reviewer;
}

function askName() {
  find('name-input').value = state.reviewer;
  if (!find('name-dialog').open) find('name-dialog').showModal();
}

function takeName() {
  const name = find('name-input').value.normalize('NFKC').trim();
  if (!name) return;
  const changed = name !== state.reviewer;
  state.reviewer = name;
  localStorage.setItem('narabe.reviewer', name);
  paintName();
  if (!changed) return;
  state.cards.clear();
  paintPair();
  loadIndex().then(() => rebuild());
}

function openGoto() {
  find('goto-input').value = '';
  find('goto-missing').textContent = '';
  find('goto-dialog').showModal();
}

function goTo(event) {
  const wanted = plain(find('goto-input').value.trim());
  const hit = (row) => plain(row.no) === wanted;
  if (!state.view.some(hit) && state.rows.some(hit)) { state.queue = 'all'; state.search = find('search').value = ''; state.arm = ''; buildView([]); }
  const position = state.view.findIndex(hit);
  if (position >= 0) { show(position); return; }
  event.preventDefault();
  find('goto-missing').textContent = fill(L.goto_missing, { number: find('goto-input').value });
}

function onClick(event) {
  const target = event.target.closest('button, .rv-row, .rv-side');
  if (!target) return;
  const data = target.dataset;
  if (data.choice) decide(data.choice, target.closest('[data-language]').dataset.language);
  else if ('accept' in data) toggleReference(target.closest('[data-language]').dataset.language);
  else if (data.queue) { state.queue = data.queue; remember('queue', data.queue); rebuild(); }
  else if (data.position) { show(Number(data.position)); find('root').classList.remove('rv-open'); }
  else if ('previous' in data) step(-1);
  else if ('next' in data) step(1);
  else if ('undo' in data) undo();
  else if ('help' in data) find('help-dialog').showModal();
  else if ('close' in data) target.closest('dialog').close();
  else if ('fold' in data) find('fold').setAttribute('aria-expanded', String(find('root').classList.toggle('rv-open')));
  else if ('workbook' in data) trigger('workbook', { run: state.run });
  else if (target.matches('.rv-side') && current()?.sides[data.language]) { state.side = data.language; paintFocus(); }
}

function listen() {
  const on = (name, type, handler) => find(name).addEventListener(type, handler);
  element.addEventListener('click', onClick);
  element.addEventListener('focusin', (event) => {
    const side = event.target.closest('.rv-side');
    if (side && current()?.sides[side.dataset.language]) { state.side = side.dataset.language; paintFocus(); }
  });
  element.addEventListener('focusout', (event) => {
    if (event.target.matches('[data-comment]')) saveComment(event.target.closest('[data-language]').dataset.language);
  });
  element.addEventListener('keydown', (event) => { if (event.target.matches('[data-comment]')) onCommentKey(event); });
  on('list', 'keydown', onListKey);
  on('list', 'scroll', paintList);
  on('search', 'keydown', onSearchKey);
  on('search', 'input', (event) => { if (!event.isComposing) { state.search = event.target.value; rebuild(); } });
  on('search', 'compositionend', (event) => { state.search = event.target.value; rebuild(); });
  on('run', 'change', (event) => { remember('item', ''); state.cards.clear(); openRun(event.target.value).then(() => trigger('opened', { run: state.run })); });
  on('blind', 'change', (event) => { state.blind = event.target.checked; localStorage.setItem('narabe.blind', state.blind ? '1' : ''); paint(); });
  on('name-form', 'submit', takeName);
  on('goto-form', 'submit', goTo);
  new ResizeObserver(paintList).observe(find('list'));
}

// Another tab opens one answer, by run and item.
async function openItem({ run, item }) {
  state.queue = 'all';
  state.search = find('search').value = '';
  remember('item', item);
  if (!state.runs.some((one) => one.id === run)) await loadRuns();
  await openRun(run);
}

function onReview(event) {
  if (!element.isConnected) document.removeEventListener('narabe.review', onReview);
  else openItem(event.detail).catch(() => {});
}

function onValue() {
  const value = props.value || {};
  if (value.ack) acknowledged(value.ack);
  if (value.open && value.open !== state.run) loadRuns().then(() => openRun(value.open));
}

async function start() {
  const login = window.gradio_config && window.gradio_config.username;
  state.reviewer = login || localStorage.getItem('narabe.reviewer') || '';
  state.queue = QUEUES[recall('queue')] ? recall('queue') : 'unreviewed';
  state.run = (props.value && props.value.open) || recall('run') || null;
  find('blind').checked = state.blind;
  listen();
  paintName();
  if (!login) document.querySelector('[data-nb-who]')?.addEventListener('click', askName);
  watch('value', onValue);
  document.addEventListener('narabe.review', onReview);
  const first = state.run;
  state.run = null;
  try {
    await loadRuns();
    await openRun(first);
  } catch (error) {
    find('notice').textContent = L.load_failed;
    find('notice').hidden = false;
    throw error;
  }
  if (!state.reviewer && state.runs.length) askName();
  takeKept();
  flush();
  let seen = true;
  new IntersectionObserver(([entry]) => { if (entry.isIntersecting && !seen) appear(); seen = entry.isIntersecting; }).observe(element);
  const poll = () => { if (element.isConnected) setTimeout(poll, busy() ? 4000 : 30000); if (!document.hidden && seen) refresh().catch(() => {}); };
  setTimeout(poll, 4000);
}

const busy = () => ['running', 'queued'].includes(state.runs.find((run) => run.id === state.run)?.state);
start();
