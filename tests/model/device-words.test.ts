import { expect, it } from 'vitest'
import { deviceWords, placeWords } from '../../server/model/device-words.ts'

it.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36',
    'Chrome on Android',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    'Safari on macOS',
  ],
  ['curl/8.14.1', 'curl'],
  ['<script>alert(1)</script>', 'Unknown device'],
  [null, 'Unknown device'],
])('calls %s by its name', (userAgent, words) => expect(deviceWords(userAgent)).toBe(words))

it.each([
  ['203.0.113.7', 'This network'],
  ['198.51.100.4', 'Another network (198.51.100.4)'],
  ['127.0.0.2', 'This machine'],
  ['192.168.1.9', 'A local network (192.168.1.9)'],
  [null, 'Unknown place'],
])('says where %s is, for who asks from 203.0.113.7', (ip, words) => expect(placeWords(ip, '203.0.113.7')).toBe(words))
