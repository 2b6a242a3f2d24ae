//! What a client defines for its own work: five routes for each kind.

/// The routes of one kind.
macro_rules! definitions {
    (
        $module:ident: $kind:ident, $shape:ident, $new:ident as $list:ident, $path:tt, $one:tt,
        [$all_id:tt $make_id:tt $show_id:tt $change_id:tt $delete_id:tt]
    ) => {
        pub(crate) mod $module {
            use crate::{
                api::ApiState,
                extract::{Id, Json, Signed},
                problem::Problem,
                revisions::Tagged,
                shapes::{$list, $new, $shape},
            };
            use chat_core::{DefinitionBody, DefinitionId, DefinitionKind};
            use http::StatusCode;
            use utoipa_axum::{router::OpenApiRouter, routes};

            pub(crate) fn routes() -> OpenApiRouter<ApiState> {
                OpenApiRouter::default().routes(routes!(list, create)).routes(routes!(show, replace, delete))
            }

            /// Lists all that the agent gets to see, the oldest first.
            #[utoipa::path(
                                                get,
                                                path = $path,
                                                tag = "definitions",
                                                operation_id = $all_id,
                                                responses((status = 200, description = "All of them", body = $list)),
                                            )]
            async fn list(Signed(desk): Signed) -> Result<axum::Json<$list>, Problem> {
                Ok(axum::Json(desk.definitions(DefinitionKind::$kind).await?.into()))
            }

            /// Makes one.
            #[utoipa::path(
                                                post,
                                                path = $path,
                                                tag = "definitions",
                                                operation_id = $make_id,
                                                request_body = $new,
                                                responses(
                                                    (status = 201, description = "It", body = $shape),
                                                    (status = 403, response = crate::openapi::Forbidden),
                                                    (status = 409, response = crate::openapi::Conflict),
                                                ),
                                            )]
            async fn create(
                Signed(desk): Signed,
                Json(new): Json<$new>,
            ) -> Result<(StatusCode, Tagged<$shape>), Problem> {
                let made = desk.define(&new.read(&desk, DefinitionBody::$kind)?).await?;
                Ok((StatusCode::CREATED, Tagged(made.into())))
            }

            /// Shows one.
            #[utoipa::path(
                                                get,
                                                path = $one,
                                                tag = "definitions",
                                                operation_id = $show_id,
                                                params(("id" = String, Path, format = Uuid, description = "Its id")),
                                                responses((status = 200, description = "It", body = $shape)),
                                            )]
            async fn show(Signed(desk): Signed, Id(id): Id<DefinitionId>) -> Result<Tagged<$shape>, Problem> {
                Ok(Tagged(desk.definition(DefinitionKind::$kind, id).await?.into()))
            }

            /// Makes one anew: all of it becomes what is said here.
            #[utoipa::path(
                                                put,
                                                path = $one,
                                                tag = "definitions",
                                                operation_id = $change_id,
                                                params(("id" = String, Path, format = Uuid, description = "Its id")),
                                                request_body = $new,
                                                responses(
                                                    (status = 200, description = "It as it is now", body = $shape),
                                                    (status = 403, response = crate::openapi::Forbidden),
                                                    (status = 409, response = crate::openapi::Conflict),
                                                ),
                                            )]
            async fn replace(
                Signed(desk): Signed,
                Id(id): Id<DefinitionId>,
                Json(new): Json<$new>,
            ) -> Result<Tagged<$shape>, Problem> {
                let new = new.read(&desk, DefinitionBody::$kind)?;
                Ok(Tagged(desk.redefine(id, &new).await?.into()))
            }

            /// Deletes one. What refers to it goes on to do so, and its name is free.
            #[utoipa::path(
                                                delete,
                                                path = $one,
                                                tag = "definitions",
                                                operation_id = $delete_id,
                                                params(("id" = String, Path, format = Uuid, description = "Its id")),
                                                responses(
                                                    (status = 204, description = "It is deleted"),
                                                    (status = 403, response = crate::openapi::Forbidden),
                                                ),
                                            )]
            async fn delete(Signed(desk): Signed, Id(id): Id<DefinitionId>) -> Result<StatusCode, Problem> {
                desk.undefine(DefinitionKind::$kind, id).await?;
                Ok(StatusCode::NO_CONTENT)
            }
        }
    };
}

definitions! {
    labels: Label, Label, NewLabel as LabelList, "/api/v1/labels", "/api/v1/labels/{id}",
    ["listLabels" "createLabel" "showLabel" "replaceLabel" "deleteLabel"]
}

definitions! {
    conversation_attributes: ConversationAttribute, AttributeDefinition,
    NewAttributeDefinition as AttributeDefinitionList,
    "/api/v1/conversation-attributes", "/api/v1/conversation-attributes/{id}",
    ["listConversationAttributes" "createConversationAttribute" "showConversationAttribute"
     "replaceConversationAttribute" "deleteConversationAttribute"]
}

definitions! {
    customer_attributes: CustomerAttribute, AttributeDefinition, NewAttributeDefinition as AttributeDefinitionList,
    "/api/v1/customer-attributes", "/api/v1/customer-attributes/{id}",
    ["listCustomerAttributes" "createCustomerAttribute" "showCustomerAttribute" "replaceCustomerAttribute"
     "deleteCustomerAttribute"]
}

definitions! {
    canned_responses: CannedResponse, CannedResponse, NewCannedResponse as CannedResponseList,
    "/api/v1/canned-responses", "/api/v1/canned-responses/{id}",
    ["listCannedResponses" "createCannedResponse" "showCannedResponse" "replaceCannedResponse" "deleteCannedResponse"]
}

definitions! {
    teams: Team, Team, NewTeam as TeamList, "/api/v1/teams", "/api/v1/teams/{id}",
    ["listTeams" "createTeam" "showTeam" "replaceTeam" "deleteTeam"]
}

definitions! {
    views: View, View, NewView as ViewList, "/api/v1/views", "/api/v1/views/{id}",
    ["listViews" "createView" "showView" "replaceView" "deleteView"]
}

definitions! {
    macros: Macro, Macro, NewMacro as MacroList, "/api/v1/macros", "/api/v1/macros/{id}",
    ["listMacros" "createMacro" "showMacro" "replaceMacro" "deleteMacro"]
}

definitions! {
    roles: Role, Role, NewRole as RoleList, "/api/v1/roles", "/api/v1/roles/{id}",
    ["listRoles" "createRole" "showRole" "replaceRole" "deleteRole"]
}
