// Preloaded into each server that is measured: tells the bench, over the channel that only it has, what
// the whole process has used so far.
import process from 'node:process'

// A server does not outlive the bench.
process.once('disconnect', () => process.exit())
process.on('message', (message) => {
  if (message === 'cpu') process.send?.({ cpu: process.cpuUsage() })
})
