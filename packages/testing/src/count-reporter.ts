import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run with the one line that a sum can be made of. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    let passed = 0
    let failed = 0
    for (const module of modules) {
      if (module.errors().length) failed += 1
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed += 1
        // Nothing is skipped silently: a test that did not run did not pass.
        else failed += 1
      }
    }
    console.log(`\n${passed} passed, ${failed} failed`)
  }
}
