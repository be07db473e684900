import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { renderFiles } from '../../../../cli/render/render-files.ts';

const FOLDER = new URL('../../../fixtures/seeds/', import.meta.url);

interface Seed {
  readonly values: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, string>>;
}

/** Values and results as the pages show them; the page of the last shows no values. */
const SEEDS: Readonly<Record<string, Seed>> = {
  'repaired/05-db-credentials-template.yaml': {
    values: { username: 'user1', password: 'securepassword123' },
    data: {
      connection_string: 'postgres://user1:securepassword123@database.internal:5432/app_db',
    },
  },
  'repaired/07-dynamic-db-secret.yaml': {
    values: {
      db_user: 'admin',
      db_pass: 'superSecretPassword123',
      db_host: 'rds-prod-01.aws.com',
      db_port: '5432',
    },
    data: {
      'db-config.properties':
        'DB_USERNAME=admin\nDB_PASSWORD=superSecretPassword123\n' +
        'CONNECTION_STRING=jdbc:postgresql://rds-prod-01.aws.com:5432/main_db\n',
    },
  },
  'complete/10-templated-secret.yaml': {
    values: { username: 'app', password: 'p@ss word' },
    data: { DATABASE_URL: 'postgresql://app:p@ss word@db.example.com:5432/mydb' },
  },
};

describe('templates people paste', () => {
  for (const [name, { values, data }] of Object.entries(SEEDS)) {
    it(`${name} gives the bytes of its page`, async () => {
      const text = readFileSync(new URL(name, FOLDER), 'utf8');
      const bytes = Object.entries(values).map(
        ([key, value]) => [key, Buffer.from(value)] as const,
      );

      const { secrets, findings } = await renderFiles(
        [{ name, text }],
        new Map(bytes),
        new AbortController().signal,
      );

      expect(findings).to.deep.equal([]);
      expect(
        secrets.map((secret) =>
          Object.fromEntries(
            [...secret.data].map(([key, value]) => [key, Buffer.from(value).toString()]),
          ),
        ),
      ).to.deep.equal([data]);
    });
  }

  it('are all here', () => {
    const templated = ['complete', 'repaired'].flatMap((folder) =>
      readdirSync(new URL(folder, FOLDER))
        .map((file) => `${folder}/${file}`)
        .filter((file) => readFileSync(new URL(file, FOLDER), 'utf8').includes('{{')),
    );

    expect(templated.toSorted()).to.deep.equal(Object.keys(SEEDS).toSorted());
  });
});
