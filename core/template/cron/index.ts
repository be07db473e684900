export { parseCron } from './cron.ts';
export { allowsRefresh } from './window.ts';
