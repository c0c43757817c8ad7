package no.altinncamel.emulator.maskinporten;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import no.altinncamel.emulator.http.HttpCall;
import no.altinncamel.emulator.http.Reply;
import no.altinncamel.emulator.http.Route;

/** {@code POST /token}: the checks in the order of contract maskinporten 3.5, and the answers of 5.1 and 6.1. */
final class TokenEndpoint implements Route {

    private static final int LARGEST_BODY = 64 * 1024;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final Registry registry;
    private final ClientAuthentication authentication;
    private final ClaimsCheck claimsCheck;
    private final UsedGrants usedGrants;
    private final ScopeCheck scopeCheck;
    private final AccessTokens accessTokens;
    private final Supplier<String> issuer;

    TokenEndpoint(
            Registry registry,
            ClientAuthentication authentication,
            ClaimsCheck claimsCheck,
            UsedGrants usedGrants,
            AccessTokens accessTokens,
            Supplier<String> issuer) {
        this.registry = registry;
        this.authentication = authentication;
        this.claimsCheck = claimsCheck;
        this.usedGrants = usedGrants;
        this.scopeCheck = new ScopeCheck(registry);
        this.accessTokens = accessTokens;
        this.issuer = issuer;
    }

    @Override
    public Reply serve(HttpCall call) throws IOException {
        String contentType = call.header("Content-Type");
        if (contentType == null || !contentType.split(";")[0].trim().equalsIgnoreCase(FORM)) {
            return Reply.empty(415);
        }
        byte[] body = call.body(LARGEST_BODY);
        if (body == null) {
            return Reply.empty(413).header("Connection", "close");
        }
        Reply reply;
        try {
            reply = Reply.json(200, grant(call, form(body)));
        } catch (GrantRefusedException e) {
            reply = refused(e);
        }
        return reply.header("Cache-Control", "no-store");
    }

    private Map<String, Object> grant(HttpCall call, Map<String, String> form) throws GrantRefusedException {
        if (!JWT_BEARER.equals(required(form, "grant_type"))) {
            throw Refusal.UNSUPPORTED_GRANT_TYPE.exception();
        }
        Assertion assertion = Assertion.parse(required(form, "assertion"));
        record(call, assertion);
        assertion.requireAllowedAlgorithm();
        MaskinportenClient client = client(assertion.claims().get("iss"));
        String amr = authentication.authenticate(client, assertion);
        GrantRequest request = claimsCheck.check(assertion.claims());
        usedGrants.use(client.id(), assertion, ((Number) assertion.claims().get("exp")).longValue());
        SystemUserDetails details = request.details() == null ? null : SystemUserDetails.of(request.details());
        List<Scope> scopes = scopeCheck.check(client, request);
        SystemUser systemUser = details == null ? null : details.resolve(registry, client);
        return accessTokens.issue(new Granted(client, amr, request, scopes, systemUser));
    }

    private static void record(HttpCall call, Assertion assertion) {
        call.record("clientId", assertion.claims().get("iss"));
        call.record("assertionHeader", assertion.header());
        call.record("assertionClaims", assertion.claims());
        call.record("jti", assertion.claims().get("jti"));
    }

    private MaskinportenClient client(Object clientId) throws GrantRefusedException {
        if (clientId != null && !(clientId instanceof String)) {
            throw Refusal.MALFORMED.exception();
        }
        MaskinportenClient client = clientId == null ? null : registry.client((String) clientId);
        if (client == null) {
            throw Refusal.UNKNOWN_CLIENT.exception();
        }
        return client;
    }

    private static String required(Map<String, String> form, String name) throws GrantRefusedException {
        String value = form.get(name);
        if (value == null || value.isEmpty()) {
            throw Refusal.PARAMETER_MISSING.exception(name);
        }
        return value;
    }

    /** Of a name that comes twice the first value counts; what cannot be decoded is as good as missing. */
    private static Map<String, String> form(byte[] body) {
        Map<String, String> form = new HashMap<>();
        for (String field : new String(body, StandardCharsets.UTF_8).split("&")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                String name = decoded(field.substring(0, equals));
                form.putIfAbsent(name, decoded(field.substring(equals + 1)));
            }
        }
        return form;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private Reply refused(GrantRefusedException e) {
        Refusal refusal = e.refusal();
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("error", refusal.error());
        String traceId = UUID.randomUUID().toString().replace("-", "");
        error.put("error_description", e.getMessage() + " (trace_id: " + traceId + ")");
        if (refusal.code() != null) {
            error.put("error_uri", issuer.get() + "errors/" + refusal.code());
        }
        return Reply.json(refusal.status(), error);
    }
}
