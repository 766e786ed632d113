import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where the parts of pixi.js lie that the renderer imports; its root entry would bring the rest along. */
const PIXI_PARTS = {
  BufferImageSource: 'rendering/renderers/shared/texture/sources/BufferImageSource',
  Container: 'scene/container/Container',
  Geometry: 'rendering/renderers/shared/geometry/Geometry',
  GlProgram: 'rendering/renderers/gl/shader/GlProgram',
  Mesh: 'scene/mesh/shared/Mesh',
  Shader: 'rendering/renderers/shared/shader/Shader',
  UniformGroup: 'rendering/renderers/shared/shader/UniformGroup',
  WebGLRenderer: 'rendering/renderers/gl/WebGLRenderer',
};

/** Imports pixi.js by its parts: less than half of the bytes. Only for the CDN build, where nobody shares it. */
function pixiByParts(): Plugin {
  const id = '\0pixi-by-parts';
  return {
    name: 'pixi-by-parts',
    enforce: 'pre',
    resolveId: (source) => (source === 'pixi.js' ? id : undefined),
    load: (loaded) =>
      loaded === id
        ? Object.entries(PIXI_PARTS)
            .map(([name, path]) => `export { ${name} } from '${at(`node_modules/pixi.js/lib/${path}.mjs`)}';`)
            .join('\n')
        : undefined,
  };
}

/** One file a module, dependencies left to the page's own bundler. */
const es: UserConfig = {
  base: './',
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    minify: false,
    lib: {
      entry: ['index', 'define', 'sources/index', 'chart/overlay', 'model/index'].map((name) => at(`src/${name}.ts`)),
      formats: ['es'],
    },
    rolldownOptions: {
      external: /^(lit|lightweight-charts|pixi\.js|valibot|p-retry|comlink)(\/|$)/,
      output: { preserveModules: true, preserveModulesRoot: at('src'), entryFileNames: '[name].js' },
    },
  },
};

/** One module script with everything in it, except what the first picture does not need. */
const cdn: UserConfig = {
  base: './',
  plugins: [pixiByParts()],
  build: {
    outDir: 'dist/cdn',
    emptyOutDir: true,
    modulePreload: false,
    copyPublicDir: false,
    rolldownOptions: {
      input: { 'liq-heatmap': at('src/define.ts') },
      preserveEntrySignatures: 'allow-extension',
      // The licences of what is bundled travel with it.
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        comments: { legal: true },
        // All that the first picture needs is in the one file that pages name.
        codeSplitting: { groups: [{ name: 'liq-heatmap', tags: ['$initial'] }] },
      },
    },
  },
};

/** The demo's pages, which import the package by its own name as a user's page would. */
const demo: UserConfig = {
  root: at('demo'),
  server: { fs: { allow: [at('.')] } },
  resolve: {
    alias: [
      { find: 'liq-heatmap/define', replacement: at('src/define.ts') },
      { find: 'liq-heatmap/overlay', replacement: at('src/chart/overlay.ts') },
      { find: 'liq-heatmap/sources', replacement: at('src/sources/index.ts') },
      { find: /^liq-heatmap$/, replacement: at('src/index.ts') },
    ],
  },
};

export default defineConfig(({ mode }) => {
  const common: UserConfig = { build: { target: 'es2022' } };
  return { ...common, ...(mode === 'es' ? es : mode === 'cdn' ? cdn : demo) };
});
