import { builder } from '../builder.ts'
import { HealthStateEnum } from '../enums.ts'

/** Which servers a list or a search may hold. */
export const ServerFilterInput = builder.inputType('ServerFilter', {
  description: 'Which servers a list or a search may hold; all conditions together.',
  fields: (t) => ({
    categories: t.stringList({ description: 'In any of these categories.' }),
    tags: t.stringList({ description: 'With any of these tags.' }),
    auth: t.boolean({ description: 'true: servers that ask for sign-in; false: open ones.' }),
    health: t.field({ type: [HealthStateEnum] }),
    region: t.string(),
    scope: t.string({ description: 'Whose tools ask for this scope.' }),
    owner: t.string({ description: "The owner's id, slug or name." }),
    remote: t.boolean({ description: 'Only servers with a remote endpoint (linkable).' }),
  }),
})
