export { createRestApi } from './api.ts';
export { type Connection, type Credentials } from './connection.ts';
