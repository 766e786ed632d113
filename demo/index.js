import 'liq-heatmap/define';

const tag = document.querySelector('liq-heatmap');
const form = document.querySelector('form');
const selects = [...form.querySelectorAll('select')];

/** Gives the tag what is chosen; the first choice of each list is the tag's default. */
function apply() {
  const chosen = selects.filter(({ name, selectedIndex }) => name === 'symbol' || selectedIndex > 0);
  for (const select of selects) {
    if (chosen.includes(select)) tag.setAttribute(select.name, select.value);
    else tag.removeAttribute(select.name);
  }
  const attributes = chosen.map(({ name, value }) => `\n  ${name}="${value}"`).join('');
  document.querySelector('#tag-source').textContent = `<liq-heatmap${attributes}\n></liq-heatmap>`;
}

form.addEventListener('input', apply);
// A form is reset after its event.
form.addEventListener('reset', () => setTimeout(apply));
document.querySelector('#fit').addEventListener('click', () => tag.fitContent());
tag.addEventListener('liq-renderer-change', ({ detail }) => {
  document.querySelector('#drawn-by').textContent = `Drawn with ${detail.to}: ${detail.reason}.`;
});
apply();
