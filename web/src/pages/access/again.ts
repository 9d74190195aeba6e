import { get, remove, send, type Versioned } from "../../api/raw";

/** Removes a record of a list, whose rows carry no tag of their own. */
export const removeNow = async (path: string): Promise<void> => remove(path, (await get(path)).etag);

/** Changes a record as it stands now, where the change does not depend on the rest of it. */
export const changeNow = async <T>(path: string, body: unknown): Promise<Versioned<T>> => send<T>("PATCH", path, body, { etag: (await get(path)).etag });
