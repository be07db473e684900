export { parseCron, type ParsedCron } from './cron.ts';
export type { CronSchedule } from './schedule.ts';
export { allowsRefresh, isInWindow, type SyncWindow, type SyncWindows } from './window.ts';
