package no.altinncamel.emulator.broker;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import no.altinncamel.emulator.Scenario;

/** Expired tokens and changing rights while an upload is running. */
class TusAuthorizationTest extends TusFixture {

    private static final Duration LATER = Duration.ofMinutes(5);

    private String createdBy(String token) {
        String id = init();
        tus("POST", id, token, null, "Upload-Length", "10").isStatus(201);
        return id;
    }

    @Test
    @Scenario({"B-230", "M-140"})
    void anExpiredTokenMayGoOnWithItsUpload() {
        String token = briefToken(S, "a");
        String id = createdBy(token);
        emulator.clock().advance(LATER);
        patch(id, token, 0, "01234".getBytes()).isStatus(204);
        tus("HEAD", id, token, null).isStatus(200);
        tus("POST", id, token, null, "Upload-Concat", "partial", "Upload-Length", "10")
                .isStatus(201);
        tus("DELETE", id, token, null).isStatus(204);
    }

    @Test
    @Scenario({"B-231", "M-140"})
    void anExpiredTokenBeginsNothing() {
        String token = briefToken(S, "a");
        createdBy(token);
        String id = init();
        emulator.clock().advance(LATER);
        tus("POST", id, token, null, "Upload-Length", "10").isEmpty(401);
        patch(id, token, 0, DIGITS).isEmpty(401);
    }

    @Test
    @Scenario("B-232")
    void anExpiredTokenIsNoGoodForAnythingElse() {
        String token = briefToken(S, "a");
        String id = createdBy(token);
        emulator.clock().advance(LATER);
        get("/" + id, token).isEmpty(401);
        plain("OPTIONS", id, token, null).isEmpty(401);
    }

    @Test
    void anotherExpiredTokenOfTheSenderWillDoButNotAStrangers() {
        String id = createdBy(briefToken(S, "a"));
        String sender = briefToken(S, "b");
        String stranger = briefToken(X, "a");
        emulator.clock().advance(LATER);
        tus("HEAD", id, stranger, null).isEmpty(401);
        tus("HEAD", id, sender, null).isStatus(200);
    }

    @Test
    void anExpiredTokenEndsWithItsUpload() {
        String token = briefToken(S, "a");
        String id = createdBy(token);
        emulator.clock().advance(LATER);
        patch(id, token, 0, DIGITS).isStatus(204);
        awaitStatus(id, "Published");
        tus("HEAD", id, token, null).isEmpty(401);
    }

    @Test
    void anExpiredTokenIsNoGoodADayLater() {
        broker().jobs().automatic(false);
        String token = briefToken(S, "a");
        String id = createdBy(token);
        emulator.clock().advance(Duration.ofHours(24));
        tus("HEAD", id, token, null).isEmpty(401);
    }

    @Test
    void anExpiredTokenWithoutTheScopeIsRefused() {
        String id = createdBy(briefToken(S, "a"));
        Map<String, Object> claims = claims(S, READ);
        claims.put("exp", emulator.clock().instant().getEpochSecond() - 60);
        tus("HEAD", id, altinnToken(claims), null).isEmpty(403);
    }

    @Test
    @Scenario("B-234")
    void aNewTokenMayGoOn() {
        String id = createdBy(briefToken(S, "a"));
        patch(id, briefToken(S, "b"), 0, "01234".getBytes()).isStatus(204);
    }

    @Test
    void whoIsAtWorkIsNotAskedAgain() {
        String token = briefToken(S, "a");
        String id = createdBy(token);
        broker().policy().failing(true);
        tus("HEAD", id, token, null).isStatus(200);
        patch(id, token, 0, "01234".getBytes()).isStatus(204);
        tus("POST", id, token, null, "Upload-Length", "10").isStatus(401);
        tus("DELETE", id, token, null).isStatus(401);
    }

    @Test
    void strangersMayNeitherLookNorWrite() {
        String id = createdBy(briefToken(S, "a"));
        tus("HEAD", id, token(X, WRITE), null).isEmpty(401);
        patch(id, token(X, WRITE), 0, DIGITS).isStatus(401);
        tus("DELETE", id, token(X, WRITE), null).isStatus(401);
    }

    @Test
    void whoActsForTheSenderIsKnownAgainByItsSession() {
        broker().policy().delegate(P, resource.id(), S, Action.WRITE);
        String token = briefToken(P, "p");
        String id = createdBy(token);
        String other = briefToken(P, "q");
        emulator.clock().advance(LATER);
        tus("HEAD", id, token, null).isStatus(200);
        tus("HEAD", id, other, null).isEmpty(401);
    }
}
