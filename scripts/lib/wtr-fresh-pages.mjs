/**
 * Lets a launcher of @web/test-runner-chrome open a new page for each test file, where it would use the last one
 * again: after a touch with two fingers, Chromium delivers no touches to what the page shows next.
 */
export function withFreshPages(launcher) {
  const stopSession = launcher.stopSession.bind(launcher);
  launcher.stopSession = async (id) => {
    const page = launcher.getPage(id);
    const result = await stopSession(id);
    launcher.inactivePages = launcher.inactivePages.filter(({ puppeteerPage }) => puppeteerPage !== page);
    await page.close();
    return result;
  };
  return launcher;
}
