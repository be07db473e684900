export { type AccessClient, type AccessOutcome, createAccessClient } from './client.ts';
