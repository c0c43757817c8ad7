package no.altinncamel.broker.client.tus;

import no.altinncamel.broker.client.http.Failure;

/**
 * How one request ended.
 *
 * @param failure    {@code null} if it was successful
 * @param cause      the exception behind the failure, or {@code null}
 * @param offset     {@code Upload-Offset}, or {@code null}
 * @param location   {@code Location}, or {@code null}
 * @param concat     {@code Upload-Concat}, or {@code null}
 * @param extensions {@code Tus-Extension}, or {@code null}
 */
public record TusAnswer(
        Failure failure, Exception cause, Long offset, String location, String concat, String extensions) {

    public static TusAnswer failed(Failure failure, Exception cause) {
        return new TusAnswer(failure, cause, null, null, null, null);
    }

    public boolean successful() {
        return failure == null;
    }
}
