package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import no.altinncamel.broker.client.http.Failure;

/** What a broken wire means for a call that changes something. */
class BrokerFailuresTest {

    private static final URI PLATFORM = URI.create("https://platform.example/broker");
    private static final BrokerCall INITIALIZE = BrokerCall.of(BrokerOperation.INITIALIZE, PLATFORM);

    private static SSLHandshakeException handshake(Throwable cause) {
        SSLHandshakeException exception = new SSLHandshakeException("no handshake");
        exception.initCause(cause);
        return exception;
    }

    static Stream<Arguments> beforeAnythingWasSent() {
        return Stream.of(
                Arguments.of(new ConnectException("Connection refused"), "the connection was refused"),
                Arguments.of(new ConnectException("Network is unreachable"), "Network is unreachable"),
                Arguments.of(new NoRouteToHostException("No route to host"), "No route to host"),
                Arguments.of(new UnknownHostException("platform.example"), "the host name is not known"),
                Arguments.of(new ConnectTimeoutException("late"), "could not be opened in time"),
                Arguments.of(new ConnectionRequestTimeoutException("late"), "no connection was free in time"),
                Arguments.of(handshake(new EOFException("gone")), "TLS failed"));
    }

    @ParameterizedTest
    @MethodSource("beforeAnythingWasSent")
    void nothingHasHappenedAndItMayHelpToTryAgain(IOException cause, String words) {
        Failure failure = BrokerFailures.broken(INITIALIZE, cause);
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(failure.message())
                .contains("initialize")
                .contains("platform.example")
                .contains(words);
    }

    static Stream<Arguments> whileSomethingWasUnderWay() {
        return Stream.of(
                Arguments.of(new SocketException("Connection reset"), "the connection broke: Connection reset"),
                Arguments.of(new SocketTimeoutException("Read timed out"), "silent for too long"),
                Arguments.of(new NoHttpResponseException("gone"), "closed before an answer came"),
                Arguments.of(new SSLException("closed"), "TLS failed: closed"),
                Arguments.of(new IOException(), "java.io.IOException"));
    }

    @ParameterizedTest
    @MethodSource("whileSomethingWasUnderWay")
    void theOutcomeIsNotKnownOfWhatChangesSomething(IOException cause, String words) {
        Failure failure = BrokerFailures.broken(INITIALIZE, cause);
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.outcomeUnknown()).isTrue();
        assertThat(failure.message()).contains(words);
        assertThat(BrokerFailures.broken(BrokerCall.of(BrokerOperation.LIST, PLATFORM), cause)
                        .outcomeUnknown())
                .isFalse();
    }

    @Test
    void aServerThatIsNotTrustedWillNotBeTrustedLater() {
        for (IOException cause : new IOException[] {
            handshake(new CertificateException("expired")),
            handshake(null),
            new SSLPeerUnverifiedException("another name")
        }) {
            Failure failure = BrokerFailures.broken(INITIALIZE, cause);
            assertThat(failure.retryable()).isFalse();
            assertThat(failure.outcomeUnknown()).isFalse();
            assertThat(failure.message()).contains("trust store");
        }
    }
}
