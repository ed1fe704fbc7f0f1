// What the window had loaded, and chosen in the form of a new run, comes back when the page is loaded anew.
const recall = (name) => sessionStorage.getItem(`narabe.${name}`) || '';

// `component`: what Gradio hands to a component's script.
export function start({ props, trigger, watch }) {
  watch('value', () => { if (props.value?.kept !== undefined) sessionStorage.setItem('narabe.questions', props.value.kept); });
  const [questions, form] = [recall('questions'), recall('form')];
  if (questions || form) trigger('restore', { questions, form });
}
