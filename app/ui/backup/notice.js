// Until when everything is kept in another place; a warning where that is too long ago.
const EVERY = 15000; // milliseconds between questions
const SOON = 2000; // before the first one

export function start({ element, props }) {
  const line = element.querySelector('.nb-backup');
  const root = window.gradio_config?.root || new URL('.', document.baseURI).href;
  const clock = new Intl.DateTimeFormat(props.language, { dateStyle: 'short', timeStyle: 'medium' });
  const show = ({ time, state }) => {
    line.hidden = !time && state === 'kept';
    line.classList.toggle('nb-warn', state !== 'kept');
    const text = props.labels[state].replace('{time}', time ? clock.format(time * 1000) : '—');
    if (line.textContent !== text) line.textContent = text;
  };
  const ask = async () => {
    if (!element.isConnected) return;
    if (!document.hidden) {
      try {
        const answer = await fetch(`${root.replace(/[/]$/, '')}/backup`);
        if (answer.ok) show(await answer.json());
      } catch { /* no connection: the page says so elsewhere */ }
    }
    setTimeout(ask, EVERY);
  };
  setTimeout(ask, SOON);
}
