import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second, whatever the machine (`USER_HZ`). */
const MICROSECONDS_PER_TICK = 10_000

/**
 * Microseconds of processor time of a PostgreSQL server: of all its processes, as /proc tells them in
 * steps of ten milliseconds. `undefined` where there is no such folder.
 *
 * @param pid The server's first process
 */
export function postgresCpu(pid: number): number | undefined {
  try {
    const ticks = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => ticksOf(name, pid))
    return sum(...ticks) * MICROSECONDS_PER_TICK
  } catch {
    return undefined
  }
}

function sum(...values: (number | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0)
}

function ticksOf(process: string, pid: number): number {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, 'utf8')
    // The name, in parentheses, may hold anything; behind it the fields are plain (proc_pid_stat(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [, parent, , , , , , , , , , user, system, userOfEnded, systemOfEnded] =
      fields.map(Number)
    if (Number(process) === pid) return sum(user, system, userOfEnded, systemOfEnded)
    return parent === pid ? sum(user, system) : 0
  } catch {
    // It has ended since.
    return 0
  }
}
