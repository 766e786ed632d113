// `npm start`: installs what is missing, then serves the demo. Arguments go to Vite: `npm start -- --host`.
import { ensureModules } from './lib/install.mjs';

ensureModules();
await import('../node_modules/vite/bin/vite.js');
