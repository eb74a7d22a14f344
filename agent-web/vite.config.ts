import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

import { toNewFolder } from './adapter.ts'
import { messages } from './compile-messages.ts'

export default defineConfig({
  plugins: [
    messages(),
    sveltekit({
      adapter: toNewFolder({ envPrefix: 'WEB_ADAPTER_' }),
      files: { hooks: { server: 'src/entry/hooks.server' } },
      compilerOptions: {
        runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true),
      },
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          // The style attribute of SvelteKit's own announcer of page titles, and no other.
          'style-src-attr': [
            'unsafe-hashes',
            'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=',
          ],
          'img-src': ['self', 'data:'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'frame-ancestors': ['none'],
        },
      },
    }),
  ],
})
