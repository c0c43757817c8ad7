package no.altinncamel.broker;

import org.apache.camel.spi.IdempotentRepository;

/** A repository whose database is down. */
final class BrokenRepository implements IdempotentRepository {

    private static IllegalStateException down() {
        return new IllegalStateException("the database is down");
    }

    @Override
    public boolean add(String key) {
        throw down();
    }

    @Override
    public boolean contains(String key) {
        throw down();
    }

    @Override
    public boolean remove(String key) {
        throw down();
    }

    @Override
    public boolean confirm(String key) {
        throw down();
    }

    @Override
    public void clear() {}

    @Override
    public void start() {}

    @Override
    public void stop() {}
}
