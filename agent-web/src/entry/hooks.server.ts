import type { ServerInit } from '@sveltejs/kit/hooks'

import { createHooks } from '#lib/server/create-hooks.ts'
import type { Web } from '#lib/server/web.ts'
import { createWeb } from './create-web.ts'

// Built once, from the environment, before the first request.
let web: Web

export const init: ServerInit = async () => {
  web = await createWeb()
}

export const { handle, handleError } = createHooks(() => web)
