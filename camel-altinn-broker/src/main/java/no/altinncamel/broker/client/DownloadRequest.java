package no.altinncamel.broker.client;

import java.util.UUID;

import org.apache.hc.client5.http.classic.methods.HttpGet;

/** Asks for a file, or a part of it, as often as is needed; another thread can end that. */
final class DownloadRequest {

    private final BrokerCalls calls;
    private final BrokerCall call;
    private final long end;
    private final boolean rangeNeeded;
    private volatile HttpGet current;
    private volatile boolean aborted;

    /**
     * @param end         the byte behind the last one that is wanted; -1 for the end of the file
     * @param rangeNeeded whether the answer has to be a part
     */
    DownloadRequest(BrokerCalls calls, UUID id, long end, boolean rangeNeeded) {
        this.calls = calls;
        this.call = BrokerCall.of(BrokerOperation.DOWNLOAD, id, calls.transfer(id, "/download"));
        this.end = end;
        this.rangeNeeded = rangeNeeded;
    }

    BrokerCall call() {
        return call;
    }

    boolean rangeNeeded() {
        return rangeNeeded;
    }

    Outcome send(long from) {
        return calls.attempt(call, () -> get(from));
    }

    private HttpGet get(long from) {
        HttpGet get = new HttpGet(call.uri());
        get.setHeader("Accept", "*/*");
        if (rangeNeeded) {
            get.setHeader("Range", "bytes=" + from + "-" + (end - 1));
        } else if (from > 0) {
            get.setHeader("Range", "bytes=" + from + "-");
        }
        current = get;
        if (aborted) {
            get.abort();
        }
        return get;
    }

    /** Makes a read of its answer fail that another thread is waiting for, and all that follow. */
    void abort() {
        aborted = true;
        HttpGet get = current;
        if (get != null) {
            get.abort();
        }
    }

    boolean aborted() {
        return aborted;
    }
}
