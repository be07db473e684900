import { expect } from 'chai';
import { type Finding, quote } from '../../../../core/api/index.ts';
import { describeDenial } from '../../../../webhook/admission/message.ts';

const subject = {
  group: 'external-secrets.io',
  kind: 'ExternalSecret',
  namespace: 'team-a',
  name: 'app',
  generateName: '',
};

function finding(path: string, message: string, id = 'SPA-S001'): Finding {
  return { id, severity: 'error', path, message };
}

describe('denial message', () => {
  it('says what and how many, then each finding with its place and id', () => {
    const message = describeDenial(subject, [
      finding('spec.data[3].remoteRef.key', '"": must name a secret', 'SPA-E009'),
      finding('spec.template', 'unknown field; did you mean spec.target.template?'),
    ]);

    expect(message).to.equal(
      [
        'ExternalSecret team-a/app: 2 problems.',
        ' 1. spec.data[3].remoteRef.key: "": must name a secret [SPA-E009]',
        ' 2. spec.template: unknown field; did you mean spec.target.template? [SPA-S001]',
        'Check before you apply: sallyport check FILE',
      ].join('\n'),
    );
  });

  it('speaks of one problem in the singular, and of the object itself without a path', () => {
    const message = describeDenial(subject, [finding('', 'neither data nor dataFrom')]);

    expect(message.split('\n').slice(0, 2)).to.deep.equal([
      'ExternalSecret team-a/app: 1 problem.',
      ' 1. neither data nor dataFrom [SPA-S001]',
    ]);
  });

  it('names a cluster-scoped object without a namespace', () => {
    const store = { ...subject, kind: 'ClusterSecretStore', namespace: '', name: 'vault' };

    expect(describeDenial(store, [finding('', 'x')])).to.match(/^ClusterSecretStore vault: /u);
  });

  it('names an object that has only generateName by that', () => {
    const pod = { ...subject, kind: 'Pod', name: '', generateName: 'app-7d9f-' };

    expect(describeDenial(pod, [finding('', 'x')])).to.match(/^Pod team-a\/app-7d9f-\*: /u);
  });

  it('sends nobody to a command that does not look at the kind', () => {
    const pod = { ...subject, group: '', kind: 'Pod' };

    expect(describeDenial(pod, [finding('', 'x')])).not.to.include('sallyport check');
  });

  it('shows what a terminal would obey, and breaks no line but its own', () => {
    const message = describeDenial(subject, [
      finding('spec.x', 'a\nb\u001b[31mred\u009b1m\u2028end\ud800'),
    ]);

    expect(message.split('\n')[1]).to.equal(
      String.raw` 1. spec.x: a\u000ab\u001b[31mred\u009b1m\u2028end\ud800 [SPA-S001]`,
    );
  });

  it('shows characters that would reorder or hide what stands beside them', () => {
    const hidden = finding('spec.a\u2066b\u202e', `no \u200b: ${quote('x\u2067y')}`);
    const message = describeDenial(subject, [hidden]);

    expect(message).not.to.match(/\p{Cf}/u);
    expect(message).to.include('spec.a\\u2066b\\u202e').and.to.include('"x\\u2067y"');
  });

  it('stops at twenty findings and says how many more there are', () => {
    const many = Array.from({ length: 25 }, (_, index) => finding(`spec.f${index}`, 'x'));

    const lines = describeDenial(subject, many).split('\n');

    expect(lines[0]).to.equal('ExternalSecret team-a/app: 25 problems.');
    expect(lines[20]).to.match(/^ 20\. /u);
    expect(lines[21]).to.equal(' … and 5 more.');
  });
});
