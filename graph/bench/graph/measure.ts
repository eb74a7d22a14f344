import type { Contender } from './contender.ts'
import { createHttpClient, type HttpClient, type Question } from './http-client.ts'
import type { Operation } from './operations.ts'

/** What the answers to one kind of question cost a server. */
export interface Cost {
  /** Milliseconds until the whole answer is there, one question at a time: of all samples. */
  p50Ms: number
  p99Ms: number
  /** Processor time of the server's process a question: the least of all samples. */
  cpuMicroseconds: number
  /** The database's, beside it: the mean of all samples, as it is told in coarse steps. */
  databaseMicroseconds: number | undefined
  /** Bytes of an answer, on average. */
  bytes: number
}

/** How much is done. */
export interface Amount {
  rounds: number
  /** Questions of each kind a round, one at a time and then several at once. */
  questions: number
}

/** Questions under way at once, where processor time is measured. */
const AT_ONCE = 8
/** What is slow is asked less often: a sample ends after this time. */
const MAX_SAMPLE_MS = 1500
/** Processor time of a server before its first answer that counts: until then its code is still compiled. */
const WARM_UP_US = 600_000

/** Measures one operation at all who answer it, in turns, so that whatever else the machine does meets each alike. */
export async function measure(
  operation: Operation,
  contenders: readonly Contender[],
  { rounds, questions }: Amount,
  databaseCpu: () => number | undefined,
): Promise<Map<Contender, Cost>> {
  const courses: Course[] = []
  for (const contender of contenders) courses.push(await createCourse(operation, contender))
  for (const course of courses) await warmUp(course)
  for (let round = 0; round < rounds; round += 1) {
    const first = round % courses.length
    for (const course of [...courses.slice(first), ...courses.slice(0, first)]) {
      await sample(course, questions, databaseCpu)
    }
  }
  return new Map(courses.map((course) => [course.contender, costOf(course)]))
}

interface Course {
  contender: Contender
  questions: readonly Question[]
  latencies: number[]
  samples: { server: number; database: number | undefined }[]
  bytes: number
}

async function createCourse(operation: Operation, contender: Contender): Promise<Course> {
  const client = createHttpClient(contender.origin, 1)
  const questions = await operation.prepare(client)
  let bytes = 0
  for (const question of questions) bytes += Buffer.byteLength(await client.ask(question))
  client.close()
  return { contender, questions, latencies: [], samples: [], bytes: bytes / questions.length }
}

async function warmUp({ contender, questions }: Course): Promise<void> {
  const client = createHttpClient(contender.origin, AT_ONCE)
  const begin = await contender.server.cpu()
  const deadline = Date.now() + 2 * MAX_SAMPLE_MS
  while ((await contender.server.cpu()) - begin < WARM_UP_US && Date.now() < deadline) {
    await askAll(client, questions, AT_ONCE * 4, AT_ONCE)
  }
  client.close()
}

async function sample(
  course: Course,
  count: number,
  databaseCpu: () => number | undefined,
): Promise<void> {
  const { contender, questions } = course
  // A server closes what was idle while the others had their turn.
  const client = createHttpClient(contender.origin, AT_ONCE)
  await askAll(client, questions, AT_ONCE, AT_ONCE)
  course.latencies.push(...(await askAll(client, questions, count, 1)))
  const before = { server: await contender.server.cpu(), database: databaseCpu() }
  const { length: asked } = await askAll(client, questions, count, AT_ONCE)
  const after = { server: await contender.server.cpu(), database: databaseCpu() }
  client.close()
  course.samples.push({
    server: (after.server - before.server) / asked,
    database:
      before.database === undefined || after.database === undefined
        ? undefined
        : (after.database - before.database) / asked,
  })
}

/** Asks the questions in turn, and gives the milliseconds of each. */
async function askAll(
  client: HttpClient,
  questions: readonly Question[],
  count: number,
  atOnce: number,
): Promise<number[]> {
  const latencies: number[] = []
  const deadline = performance.now() + MAX_SAMPLE_MS
  const left = Array.from({ length: count }, (_each, index) => index).values()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const index of left) {
        const question = questions[index % questions.length]
        const started = performance.now()
        if (!question || started > deadline) return
        await client.ask(question)
        latencies.push(performance.now() - started)
      }
    }),
  )
  return latencies
}

function costOf({ latencies, samples, bytes }: Course): Cost {
  const sorted = latencies.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? NaN
  const database = samples.flatMap((each) => each.database ?? [])
  return {
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    cpuMicroseconds: Math.min(...samples.map(({ server }) => server)),
    databaseMicroseconds:
      database.length === 0
        ? undefined
        : database.reduce((sum, each) => sum + each, 0) / database.length,
    bytes,
  }
}
