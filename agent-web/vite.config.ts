import { paraglideVitePlugin } from '@inlang/paraglide-js'
import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

import { paraglide } from './paraglide.config.ts'

export default defineConfig({
  plugins: [
    paraglideVitePlugin({ ...paraglide, strategy: [...paraglide.strategy] }),
    sveltekit({
      adapter: adapter({ envPrefix: 'WEB_ADAPTER_' }),
      compilerOptions: {
        runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true),
      },
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          'img-src': ['self', 'data:'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'frame-ancestors': ['none'],
        },
      },
    }),
  ],
})
