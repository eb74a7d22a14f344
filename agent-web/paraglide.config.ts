/** How messages become functions: read by the build and by `compile-messages.ts`. */
export const paraglide = {
  project: './project.inlang',
  outdir: './src/lib/paraglide',
  strategy: ['url', 'cookie', 'preferredLanguage', 'baseLocale'] as const,
  cookieName: 'toolgraph-web-locale',
  emitReadme: false,
}
