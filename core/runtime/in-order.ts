/**
 * Works on items with at most `limit` under way, begun in order. After a failure nothing new begins; what is under way
 * ends, and then the failure of the earliest item is thrown. So the same input fails with the same error, however the
 * answers race, and a status does not flap between two faults.
 */
export async function mapInOrder<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const failures: { readonly index: number; readonly error: unknown }[] = [];
  let next = 0;

  async function lane(): Promise<void> {
    while (failures.length === 0) {
      const index = next;
      const item = items[index];
      if (item === undefined) {
        return;
      }
      next += 1;
      try {
        results[index] = await work(item);
      } catch (error) {
        failures.push({ index, error });
      }
    }
  }

  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  const [first] = failures.toSorted((left, right) => left.index - right.index);
  if (first !== undefined) {
    throw first.error;
  }
  return results;
}
