package no.altinncamel.emulator.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.Reply;

/** Ends an operation with an error answer. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final String DETAIL = "detail";
    private static final String JSON = "application/json";
    private static final String PROBLEM_JSON = "application/problem+json";

    private final transient Form form;

    /** How the answer looks; {@code body} is {@code null} for an empty one. */
    private record Form(int status, Map<String, Object> body, boolean unhandled, List<String> challenges) {}

    private RefusedException(String message, Form form) {
        super(message);
        this.form = form;
    }

    static RefusedException of(BrokerError error) {
        return new RefusedException(
                error.code() + ": " + error.detail(), new Form(error.status(), Problem.of(error), false, List.of()));
    }

    static RefusedException invalid(Map<String, List<String>> errors) {
        return new RefusedException("invalid: " + errors, new Form(400, Problem.invalid(errors), false, List.of()));
    }

    static RefusedException invalid(String key, String message) {
        return invalid(Map.of(key, List.of(message)));
    }

    /** What the real server does not handle and answers with 500 and no code. */
    static RefusedException unhandled(HttpCall call) {
        return new RefusedException(
                "unhandled exception", new Form(500, Problem.unhandled(call.path()), true, List.of()));
    }

    static RefusedException unsupportedMediaType() {
        return new RefusedException(
                "unsupported media type", new Form(415, Problem.unsupportedMediaType(), false, List.of()));
    }

    /** What TUS refuses for reasons of its own; such an error has only a text, which is empty for some. */
    static RefusedException tus(int status, String text) {
        return new RefusedException(
                "TUS: " + status + " " + text, new Form(status, Map.of(DETAIL, text), false, List.of()));
    }

    /** An answer without a body. */
    static RefusedException empty(int status, String... challenges) {
        return new RefusedException("status " + status, new Form(status, null, false, List.of(challenges)));
    }

    /**
     * @param declaresJson whether the endpoint declares {@code application/json}, which then is what its problems come as
     */
    Reply reply(HttpCall call, boolean declaresJson) {
        if (form.body() == null) {
            Reply reply = Reply.empty(form.status());
            form.challenges().forEach(challenge -> reply.header("WWW-Authenticate", challenge));
            return reply;
        }
        String type = declaresJson && !prefersProblem(call) ? JSON : PROBLEM_JSON;
        Reply reply = Reply.json(form.status(), form.body(), type + "; charset=utf-8");
        return form.unhandled() ? reply.header("Cache-Control", "no-cache,no-store") : reply;
    }

    /** The answer as TUS gives it: the bare message, without code and trace id (contract altinn-broker 7.3). */
    Reply textReply() {
        return Reply.text(form.status(), "text/plain", form.body().get(DETAIL).toString());
    }

    private static boolean prefersProblem(HttpCall call) {
        List<String> types = new ArrayList<>(MediaTypes.listed(call.header("Accept")));
        int problem = types.indexOf(PROBLEM_JSON);
        int json = types.indexOf(JSON);
        return problem >= 0 && (json < 0 || problem < json);
    }
}
