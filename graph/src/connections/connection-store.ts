import type { LimitContext } from '../limits/assert-within.ts'
import type { Viewer } from '../registry/viewer.ts'
import type { Connection, Grant, Renewal } from './connection.ts'
import type { SeenTool } from './connection-tool.ts'
import type { RunEnd, RunStart } from './tool-run.ts'

/** Names of the tools that a sync added, removed and changed. */
export interface ToolDifference {
  added: string[]
  removed: string[]
  changed: string[]
}

/** A lease on the refresh of one token version. */
export interface LeaseRequest {
  readonly connectionId: string
  /** The version that the caller read. */
  readonly tokenVersion: number
  readonly now: Date
  readonly until: Date
}

/**
 * Keeps people's connections and runs. Each method touches the viewer's own rows only, and appends what happened to
 * the log of events in the same transaction; `undefined` and `false` say that there was no such row.
 */
export interface ConnectionStore {
  /** Which server a viewer may link: what it may see, with whether it can be linked at all. */
  findLinkable(
    viewer: Viewer,
    serverId: string,
  ): Promise<{ name: string; isLinkable: boolean } | undefined>
  /** Stores a grant, over an older one to the same server. Returns the connection's id. */
  link(viewer: Viewer, grant: Grant & { now: Date }): Promise<string>
  /** Ends a connection: its tokens and tools are deleted. */
  unlink(viewer: Viewer, connectionId: string): Promise<boolean>
  /** Replaces the tools of an active connection. */
  syncTools(
    viewer: Viewer,
    sync: { connectionId: string; tools: readonly SeenTool[]; now: Date },
  ): Promise<ToolDifference | undefined>
  find(viewer: Viewer, connectionId: string): Promise<Connection | undefined>
  list(viewer: Viewer): Promise<Connection[]>
  /**
   * Takes the lease if nobody ever held one on this version: one atomic update. A lease that ended without an
   * outcome is never given again: the refresh token may be spent, so the connection needs sign-in.
   *
   * @returns The lease, or `undefined` when another holds it or the version moved on
   */
  lease(viewer: Viewer, request: LeaseRequest): Promise<string | undefined>
  /** Stores the new token set under the lease, and gives the lease back. */
  renew(viewer: Viewer, renewal: Renewal): Promise<boolean>
  /** Gives the lease back without a token set. */
  endRefresh(
    viewer: Viewer,
    end: { connectionId: string; lease: string; needsSignIn: boolean },
  ): Promise<boolean>
  /** Records a run on an active connection, while fewer than `MAX_RUNNING` of the viewer's run. */
  startRun(viewer: Viewer, start: RunStart & { now: Date }): Promise<string | undefined>
  /** Records how a running run ended. */
  finishRun(viewer: Viewer, end: RunEnd & { now: Date }): Promise<boolean>
  hasRun(viewer: Viewer, runId: string): Promise<boolean>
}

/** What the verbs of this room work with. */
export interface ConnectionsContext extends LimitContext {
  readonly connections: ConnectionStore
}
