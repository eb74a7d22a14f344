// Preloaded into each server that is measured: tells the bench what the process has used so far.
import process from 'node:process'

process.on('message', (message) => {
  if (message === 'cpu') process.send?.({ cpu: process.cpuUsage() })
})
