export { createRestApi, type RestApiDeps } from './api.ts';
export { bearer, type Connection, type Credentials } from './connection.ts';
