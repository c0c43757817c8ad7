package no.altinncamel.emulator.broker;

import java.io.IOException;
import java.util.Set;
import java.util.function.BiPredicate;

import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.Reply;
import no.altinncamel.emulator.http.Route;

/**
 * What stands around each TUS operation: authentication, which may take an expired token, and errors in plain text (contract
 * altinn-broker 7.3).
 */
final class TusEndpoint implements Route {

    private static final String TUS_VERSION = "Tus-Version";

    private final Authentication authentication;
    private final BiPredicate<HttpCall, Caller> whenExpired;
    private final Endpoint.AuthenticatedRoute route;

    /** @param whenExpired which callers are taken although their token has expired */
    TusEndpoint(
            Authentication authentication,
            BiPredicate<HttpCall, Caller> whenExpired,
            Endpoint.AuthenticatedRoute route) {
        this.authentication = authentication;
        this.whenExpired = whenExpired;
        this.route = route;
    }

    @Override
    public Reply serve(HttpCall call) throws IOException {
        Caller caller;
        try {
            caller = authentication.authenticate(
                    call, Set.of(Endpoint.WRITE), expired -> whenExpired.test(call, expired));
        } catch (RefusedException e) {
            return e.reply(call, false);
        }
        if (call.header(TusHeaders.TUS_RESUMABLE) == null && !call.method().equals("OPTIONS")) {
            // not a TUS request, and there is nothing else at this address
            return Reply.empty(404);
        }
        return answer(call, caller).header(TusHeaders.TUS_RESUMABLE, TusHeaders.VERSION);
    }

    private Reply answer(HttpCall call, Caller caller) throws IOException {
        try {
            return route.serve(call, caller);
        } catch (RefusedException e) {
            Reply text = e.textReply();
            Reply reply = call.method().equals("HEAD") ? Reply.empty(text.status()) : text;
            return reply.status() == 412 ? reply.header(TUS_VERSION, TusHeaders.VERSION) : reply;
        }
    }
}
