import type { ProblemCode } from '#lib/problems.ts'
import type { Graph } from '#lib/server/graph/graph-client.ts'
import type { Session } from '#lib/server/sign-in/session.ts'
import type { Web } from '#lib/server/web.ts'
import type { Theme } from '#lib/view.ts'

declare global {
  namespace App {
    interface Locals {
      web: Web
      /** Who is signed in; `undefined` for nobody. */
      session: Session | undefined
      /** The graph as that person, or as nobody. */
      graph: Graph
      locale: 'en' | 'ja'
      theme: Theme
    }

    interface Error {
      problem?: ProblemCode
      /** Stands in the log beside the cause; shown so that a person can name it. */
      id?: string
    }
  }
}
