package no.altinncamel.emulator.broker;

import java.io.IOException;
import java.util.Set;

import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.Reply;
import no.altinncamel.emulator.http.Route;

/**
 * What stands around each operation of the Broker, in the real one's order: content type (415), accepted type (406),
 * authentication (401), scope (403), then the operation itself (contract altinn-broker 3.1).
 */
final class Endpoint implements Route {

    static final String WRITE = "altinn:broker.write";
    static final String READ = "altinn:broker.read";

    private static final String NOT_ACCEPTABLE = "This endpoint does not support the requested Accept header. Supported"
            + " Accept headers are: application/json, */*.";

    /** An operation that knows its caller. */
    @FunctionalInterface
    interface AuthenticatedRoute {
        Reply serve(HttpCall call, Caller caller) throws IOException, RefusedException;
    }

    private final Authentication authentication;
    private final Set<String> scopes;
    private final AuthenticatedRoute route;
    private final String consumes;
    private final boolean declaresJson;

    private Endpoint(
            Authentication authentication,
            Set<String> scopes,
            AuthenticatedRoute route,
            String consumes,
            boolean declaresJson) {
        this.authentication = authentication;
        this.scopes = scopes;
        this.route = route;
        this.consumes = consumes;
        this.declaresJson = declaresJson;
    }

    /** An endpoint that declares JSON as what it answers with. */
    static Endpoint json(Authentication authentication, Set<String> scopes, AuthenticatedRoute route) {
        return new Endpoint(authentication, scopes, route, null, true);
    }

    /** The same, declaring also what type of body it takes. */
    Endpoint consuming(String mediaType) {
        return new Endpoint(authentication, scopes, route, mediaType, declaresJson);
    }

    /** The same, without a declared type of answer: {@code Accept} is not looked at. */
    Endpoint undeclared() {
        return new Endpoint(authentication, scopes, route, consumes, false);
    }

    @Override
    public Reply serve(HttpCall call) throws IOException {
        String contentType = call.header("Content-Type");
        if (consumes != null
                && contentType != null
                && !MediaTypes.bare(contentType).equals(consumes)) {
            return Reply.empty(415);
        }
        if (declaresJson && !MediaTypes.allowJson(call.header("Accept"))) {
            return Reply.text(406, null, NOT_ACCEPTABLE);
        }
        try {
            return route.serve(call, authentication.authenticate(call, scopes));
        } catch (RefusedException e) {
            return e.reply(call, declaresJson);
        }
    }
}
