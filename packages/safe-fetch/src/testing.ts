export { movingPng, PICTURES, pngOfSize } from './lib/test-pictures.ts'

const words = (text: string) => text.trim().split(/\s+/)

/** Addresses of private networks and of no network, in every notation that stands for one; for tests. */
export const FORBIDDEN_ADDRESSES: readonly string[] = words(`
  127.0.0.1 10.0.0.1 172.16.0.1 192.168.0.1 169.254.169.254 100.64.0.1 0.0.0.0
  255.255.255.255 224.0.0.1 240.0.0.1 192.0.0.8 192.88.99.1 198.18.0.1 203.0.113.1
  168.63.129.16 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:127.0.0.1
  64:ff9b::7f00:1 64:ff9b:1::7f00:1 2002:7f00:1:: 2001:0:53aa:64c:0:5eff:80ff:fffe fe80::1
  fe80::1%eth0 fec0::1 fc00::1 fd00:ec2::254 ff02::1 100::1 2001:db8::1 3fff::1 5f00::1
  2001:2::1 2001:10::1 2001:20::1 1234::1 localhost 127.1.
`)

/** Addresses of the web that lead to a private network, in every spelling; for tests. */
export const FORBIDDEN_URLS: readonly string[] = words(`
  https://127.0.0.1/ https://127.1/ https://0x7f000001/ https://2130706433/
  https://0177.0.0.1/ https://127.0.0.1./ https://①②⑦.⓪.⓪.①/ https://0/
  https://169.254.169.254/latest https://10.1.2.3:8443/ https://168.63.129.16/
  https://[::1]/ https://[::]/ https://[::ffff:127.0.0.1]/ https://[::127.0.0.1]/
  https://[64:ff9b::7f00:1]/ https://[64:ff9b:1::7f00:1]/ https://[2002:7f00:1::]/
  https://[2001::1]/ https://[fec0::1]/ https://[fe80::1]/ https://[fd00::1]/
  https://localhost/ https://LOCALHOST/ https://localhost./ https://ⓛocalhost/
  https://a.localhost/ https://metadata.google.internal/ https://printer.local/
  https://intranet/ https://db/
`)

/** Addresses that are no https at all; for tests. */
export const FORBIDDEN_SCHEMES: readonly string[] = [
  'http://example.com/',
  'ftp://example.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/plain,a',
  'ws://example.com/',
]
