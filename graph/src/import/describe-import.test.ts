import { describe, expect, it } from 'vitest'
import { describeImport } from './describe-import.ts'

const counts = (added: number, changed: number, unchanged: number) => ({
  added,
  changed,
  unchanged,
})

describe('describeImport()', () => {
  const report = {
    records: 4,
    servers: counts(2, 0, 0),
    versions: counts(4, 0, 0),
    documents: 2,
    oddities: [
      { kind: 'repository_empty' as const, subject: 'com.example/a', count: 3 },
      { kind: 'version_not_semantic' as const, subject: 'com.example/b', count: 1, detail: '1.0' },
    ],
  }

  it('gives each oddity a line, then how many there are of each kind, then what changed', () => {
    expect(describeImport(report)).toEqual([
      '! com.example/a has an empty repository: taken as none (3 records)',
      '! com.example/b has a version that is not three numbers: ranks below those that are (1.0)',
      'Oddities:',
      '      3  repository empty: has an empty repository: taken as none, 1 server',
      '      1  version not semantic: has a version that is not three numbers: ranks below those that are',
      'Read 4 records of 2 servers',
      'Servers: 2 added, 0 changed, 0 unchanged',
      'Versions: 4 added, 0 changed, 0 unchanged',
      'Search: 2 documents written',
    ])
  })

  it('says that nothing has changed', () => {
    const same = { ...report, servers: counts(0, 0, 2), versions: counts(0, 0, 4), documents: 0 }
    expect(describeImport(same, { isQuiet: true }).at(-1)).toBe('Nothing has changed')
  })
})
