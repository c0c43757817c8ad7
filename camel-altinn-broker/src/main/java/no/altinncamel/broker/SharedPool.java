package no.altinncamel.broker;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Things that several users share by key. Those that nobody uses any more are kept for a while, because a route that starts
 * again or the next dynamic endpoint may want the same; beyond a limit the one that has been idle longest is disposed of. What is in
 * use never is. Not safe for use by several threads.
 *
 * @param <K> what makes one differ from another
 * @param <V> what is shared
 */
final class SharedPool<K, V> {

    private static final class Entry<V> {
        private final V value;
        private int users;

        Entry(V value) {
            this.value = value;
        }
    }

    private final int mostIdle;
    private final BiConsumer<K, V> disposer;
    private final Map<K, Entry<V>> used = new LinkedHashMap<>();
    /** In the order in which they became idle. */
    private final Map<K, Entry<V>> idle = new LinkedHashMap<>();

    /** @param disposer is given each thing once, when nobody uses it; may release things in other pools */
    SharedPool(int mostIdle, BiConsumer<K, V> disposer) {
        this.mostIdle = mostIdle;
        this.disposer = disposer;
    }

    /** Counts as one use until it is released. */
    V acquire(K key, Supplier<V> maker) {
        Entry<V> entry = used.get(key);
        if (entry == null) {
            entry = idle.remove(key);
            if (entry == null) {
                entry = new Entry<>(maker.get());
            }
            used.put(key, entry);
        }
        entry.users++;
        return entry.value;
    }

    /** Ends one use. Does nothing after {@link #clear}. */
    void release(K key) {
        Entry<V> entry = used.get(key);
        if (entry == null || --entry.users > 0) {
            return;
        }
        used.remove(key);
        idle.put(key, entry);
        while (idle.size() > mostIdle) {
            Iterator<Map.Entry<K, Entry<V>>> eldest = idle.entrySet().iterator();
            Map.Entry<K, Entry<V>> gone = eldest.next();
            eldest.remove();
            disposer.accept(gone.getKey(), gone.getValue().value);
        }
    }

    /** Disposes of everything, used or not. */
    void clear() {
        Map<K, Entry<V>> all = new LinkedHashMap<>(used);
        all.putAll(idle);
        used.clear();
        idle.clear();
        all.forEach((key, entry) -> disposer.accept(key, entry.value));
    }

    /** How many there are, used or not. */
    int size() {
        return used.size() + idle.size();
    }
}
