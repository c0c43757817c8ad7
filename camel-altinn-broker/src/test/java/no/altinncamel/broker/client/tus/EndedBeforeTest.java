package no.altinncamel.broker.client.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;

/** Between the last look at whether an upload is wanted and its first request it may have ended: no server can time that. */
@Timeout(30)
class EndedBeforeTest {

    private static final Failure ABORTED =
            Failure.withoutAnswer("tus", null, "the request was cancelled").withRetryable(true);

    private final AtomicInteger requests = new AtomicInteger();
    private final Cancellation outer = new Cancellation();

    private final TusCalls.Retries retries = new TusCalls.Retries() {

        @Override
        public boolean again(Failure failure) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AltinnClientException(failure);
            }
            assertThat(requests).as("requests of an upload that is ended").hasValueLessThan(3);
            return true;
        }

        @Override
        public void reset() {
            // counts nothing
        }
    };

    private final TusCalls calls = (TusCalls) Proxy.newProxyInstance(
            TusCalls.class.getClassLoader(), new Class<?>[] {TusCalls.class}, (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "send" -> {
                        requests.incrementAndGet();
                        return TusAnswer.failed(ABORTED, null);
                    }
                    case "retries" -> {
                        return retries;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                }
            });

    private final TusSource source = new TusSource() {

        @Override
        public long length() {
            return 500_000_000;
        }

        @Override
        public boolean seekable() {
            return true;
        }

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public InputStream open(long position) {
            throw new UnsupportedOperationException("nothing is sent");
        }

        @Override
        public void verify() {
            // it is as it was
        }
    };

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatIsEndedBeforeItBeginsAsksOnceAtMost(int parts) {
        outer.stop();
        TusUploader uploader = new TusUploader(calls, TusSettings.DEFAULT.withParallelUploads(parts), null, outer);

        assertThatThrownBy(() -> uploader.upload(source, state -> {})).isInstanceOf(AltinnClientException.class);

        assertThat(requests).hasValueLessThanOrEqualTo(1);
        assertThat(uploader.sentWhole()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aThreadIsInterruptedThoughTheEndCameFirst() {
        outer.stop();
        Cancellation own = new Cancellation();
        try (Cancellation.Following following = own.follow(outer)) {
            assertThat(own.enter()).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            own.leave();
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
