const PAGES = [
  ['index.html', 'Playground'],
  ['data-url.html', 'Your data'],
  ['provider.html', 'Your feed'],
  ['overlay.html', 'Your chart'],
  ['palettes.html', 'Palettes'],
  ['theming.html', 'Theming'],
  ['many.html', 'Thirty'],
  ['blog.html', 'In an article'],
] as const;

const MARK = `
  <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
    <rect width="24" height="24" rx="6" fill="#2a0f3d" />
    <path d="M3 6h18" stroke="#fde725" stroke-width="2" />
    <path d="M8 10h13" stroke="#35b779" stroke-width="2" />
    <path d="M3 15h10" stroke="#31688e" stroke-width="2" />
    <path d="M3 19h18" stroke="#443983" stroke-width="2" />
    <path d="M7 8v11M16 4v13" stroke="#fff" />
    <path d="M5.5 11h3v5h-3zM14.5 7h3v6h-3z" fill="#fff" />
  </svg>`;

/** The line above every page: the name, and the way to the other pages. */
class DemoHeader extends HTMLElement {
  connectedCallback(): void {
    const here = location.pathname.split('/').at(-1) || 'index.html';
    const links = PAGES.map(([href, name]) => {
      const current = href === here ? ' aria-current="page"' : '';
      return `<a href="./${href}"${current}>${name}</a>`;
    });
    this.innerHTML = `
      <a class="name" href="./index.html">${MARK}liq-heatmap</a>
      <nav aria-label="Examples">${links.join('')}</nav>`;
    const current = this.querySelector<HTMLElement>('[aria-current]');
    const nav = current?.parentElement;
    // On a phone the list is longer than the screen; the page in it that is open should be seen.
    if (current && nav) nav.scrollLeft = current.offsetLeft - (nav.clientWidth - current.offsetWidth) / 2;
  }
}

customElements.define('demo-header', DemoHeader);
