/** The path of an installed Chromium or Chrome, `undefined` when there is none. */
export function findChromium(): string | undefined;

/** What every test passes to Chromium. */
export function chromiumArgs(): string[];

/** The argument that gives WebGL in software where there is no GPU. */
export const SOFTWARE_WEBGL: string;
