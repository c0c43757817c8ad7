package no.altinncamel.broker.client;

/** Another source that goes up in one request, from its start, and is looked at on its way. */
abstract class StreamedSource implements UploadSource {

    final UploadSource source;

    StreamedSource(UploadSource source) {
        this.source = source;
    }

    @Override
    public final long length() {
        return source.length();
    }

    @Override
    public final boolean repeatable() {
        return source.repeatable();
    }
}
