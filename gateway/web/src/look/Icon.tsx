/** The drawn signs of the pages, always beside words and therefore silent for screen readers. */

const PATHS = {
  language: 'M5 8l6 6M4 14l6-6 2-3M2 5h12M7 2h1M22 22l-5-10-5 10M14 18h6',
  video: 'M22 8l-6 4 6 4V8zM4 6h10a2 2 0 012 2v8a2 2 0 01-2 2H4a2 2 0 01-2-2V8a2 2 0 012-2z',
  videoOff: 'M10.7 6H14a2 2 0 012 2v2.3M16 13l6 3V8l-4.5 2.7M16 16a2 2 0 01-2 2H4a2 2 0 01-2-2V8a2 2 0 012-2h1M2 2l20 20',
  microphone: 'M12 2a3 3 0 00-3 3v7a3 3 0 006 0V5a3 3 0 00-3-3zM19 10v2a7 7 0 01-14 0v-2M12 19v3M8 22h8',
  microphoneOff: 'M2 2l20 20M19 10v2a7 7 0 01-.6 2.8M5 10v2a7 7 0 0011 5.6M15 9.3V5a3 3 0 00-5.9-.6M9 9v3a3 3 0 005.1 2.1M12 19v3M8 22h8',
  settings: 'M4 21v-7M4 10V3M12 21v-9M12 8V3M20 21v-5M20 12V3M1 14h6M9 8h6M17 16h6',
  leave: 'M9 21H5a2 2 0 01-2-2V5a2 2 0 012-2h4M16 17l5-5-5-5M21 12H9',
  end: 'M10.7 13.3a16 16 0 01-2.7-4.1l1.6-1.6a2 2 0 00.5-2A12 12 0 019.4 3a2 2 0 00-2-1.7H4.5a2 2 0 00-2 2.2 20 20 0 003.1 8.6M14 15.9l.7-.6a2 2 0 012.1-.5 12 12 0 002.7.7 2 2 0 011.7 2v2.9a2 2 0 01-2.2 2A20 20 0 019 17.4M22 2L2 22',
  plus: 'M12 5v14M5 12h14',
  check: 'M20 6L9 17l-5-5',
  alert: 'M12 9v4M12 17h.01M10.3 3.9L1.8 18a2 2 0 001.7 3h17a2 2 0 001.7-3L13.7 3.9a2 2 0 00-3.4 0z',
  info: 'M12 16v-4M12 8h.01M12 22a10 10 0 100-20 10 10 0 000 20z',
  sound: 'M11 5L6 9H2v6h4l5 4V5zM15.5 8.5a5 5 0 010 7M19 5a10 10 0 010 14',
  chevron: 'M6 9l6 6 6-6',
  back: 'M19 12H5M12 19l-7-7 7-7',
  calendar: 'M8 2v4M16 2v4M3 10h18M5 4h14a2 2 0 012 2v14a2 2 0 01-2 2H5a2 2 0 01-2-2V6a2 2 0 012-2z',
  clock: 'M12 6v6l4 2M12 22a10 10 0 100-20 10 10 0 000 20z',
  lock: 'M5 11h14a2 2 0 012 2v7a2 2 0 01-2 2H5a2 2 0 01-2-2v-7a2 2 0 012-2zM7 11V7a5 5 0 0110 0v4',
  signal: 'M2 20h.01M7 20v-4M12 20v-8M17 20V8M22 20V4',
  weakSignal: 'M2 20h.01M7 20v-4M12 20v-8',
  offline: 'M2 2l20 20M8.5 16.4a5 5 0 017 0M5 12.9a10 10 0 015.2-2.7M19 12.9a10 10 0 00-2.3-1.7M2 8.8a15 15 0 014.2-2.6M22 8.8A15 15 0 0010.7 5M12 20h.01',
  menu: 'M4 6h16M4 12h16M4 18h16',
  close: 'M18 6L6 18M6 6l12 12',
  person: 'M20 21a8 8 0 00-16 0M12 13a5 5 0 100-10 5 5 0 000 10z',
  people: 'M16 21a6 6 0 00-12 0M10 12a4 4 0 100-8 4 4 0 000 8zM22 20a5 5 0 00-4.5-5M16.5 4.3a4 4 0 010 7.4',
  groups: 'M3 4h7v6H3zM14 4h7v6h-7zM3 14h7v6H3zM14 14h7v6h-7z',
  search: 'M11 18a7 7 0 100-14 7 7 0 000 14zM21 21l-5-5',
  clinic: 'M3 21h18M5 21V6a1 1 0 011-1h7a1 1 0 011 1v15M14 10h4a1 1 0 011 1v10M9.5 9v5M7 11.5h5',
  phone: 'M8 2h8a2 2 0 012 2v16a2 2 0 01-2 2H8a2 2 0 01-2-2V4a2 2 0 012-2zM11.5 18.5h1',
  computer: 'M4 4h16a2 2 0 012 2v9a2 2 0 01-2 2H4a2 2 0 01-2-2V6a2 2 0 012-2zM8 21h8M12 17v4',
  colleagues: 'M9 3h6v4H9zM9 5H6a2 2 0 00-2 2v12a2 2 0 002 2h12a2 2 0 002-2V7a2 2 0 00-2-2h-3M12 11v6M9 14h6',
  upload: 'M21 15v4a2 2 0 01-2 2H5a2 2 0 01-2-2v-4M17 8l-5-5-5 5M12 3v12',
  download: 'M21 15v4a2 2 0 01-2 2H5a2 2 0 01-2-2v-4M7 10l5 5 5-5M12 15V3',
  support: 'M12 22a10 10 0 100-20 10 10 0 000 20zM12 16a4 4 0 100-8 4 4 0 000 8zM4.9 4.9l4.3 4.3M14.8 14.8l4.3 4.3M14.8 9.2l4.3-4.3M4.9 19.1l4.3-4.3',
  bell: 'M6 8a6 6 0 0112 0c0 7 3 9 3 9H3s3-2 3-9M10.3 21a2 2 0 003.4 0',
  mail: 'M4 5h16a1 1 0 011 1v12a1 1 0 01-1 1H4a1 1 0 01-1-1V6a1 1 0 011-1zM3.5 6.5L12 13l8.5-6.5',
  message: 'M21 12a8 8 0 01-11.5 7.2L4 21l1.8-5.5A8 8 0 1121 12z',
  repeat: 'M17 2l4 4-4 4M3 11V9a3 3 0 013-3h15M7 22l-4-4 4-4M21 13v2a3 3 0 01-3 3H3',
  swap: 'M4 8h15l-4-4M20 16H5l4 4',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.9"
      strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
