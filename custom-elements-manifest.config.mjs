/** The manifest tells users what they may rely on, so private and protected members stay out of it. */
const publicMembersOnly = {
  name: 'public-members-only',
  packageLinkPhase({ customElementsManifest }) {
    for (const module of customElementsManifest.modules) {
      for (const declaration of module.declarations ?? []) {
        declaration.members = declaration.members?.filter(
          ({ name, privacy = 'public' }) => privacy === 'public' && !name.startsWith('#'),
        );
      }
    }
  },
};

export default {
  globs: ['src/elements/**/*.ts'],
  litelement: true,
  outdir: '.',
  plugins: [publicMembersOnly],
};
